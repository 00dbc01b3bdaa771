import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, numeric, pgPolicy, pgTable, uuid } from 'drizzle-orm/pg-core'
import { AlertRuleKind, CoinSymbol, cooldownMinutes } from '../vocabulary.ts'
import { choice, createdAt, id, instant, oneOf, ownedRows, sageIngest } from './columns.ts'
import { users } from './users.ts'

/** What a user wants to hear about. `threshold` is in USDT, % or points, as `kind` says. */
export const alertRules = pgTable(
  'alert_rules',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: choice<AlertRuleKind>('kind').notNull(),
    /** Absent for Fear & Greed. */
    symbol: choice<CoinSymbol>('symbol'),
    threshold: numeric('threshold').notNull(),
    enabled: boolean('enabled').notNull().default(true),
    /** A rule that fires once is switched off by its firing, not deleted. */
    once: boolean('once').notNull().default(false),
    /** How long a rule that repeats stays quiet after it has fired. */
    cooldownMinutes: integer('cooldown_minutes').notNull().default(cooldownMinutes.usual),
    /**
     * Kept by ingest, which alone evaluates the rules: the market has been on the near side of the threshold, so that
     * reaching it is a crossing. A trigger takes it back when the rule is changed.
     */
    armed: boolean('armed').notNull().default(false),
    armedAt: instant('armed_at'),
    lastFiredAt: instant('last_fired_at'),
    createdAt: createdAt(),
    /** Set by a trigger whenever what the rule says, or the position it is about, has changed. */
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    index('alert_rules_of_user').on(table.userId, table.id),
    index('alert_rules_to_evaluate').on(table.symbol).where(sql`${table.enabled}`),
    index('alert_rules_changed').on(table.updatedAt),
    oneOf('alert_rules_kind', table.kind, AlertRuleKind.options),
    oneOf('alert_rules_symbol', table.symbol, CoinSymbol.options),
    check(
      'alert_rules_coin',
      sql`(${table.symbol} is null) = (${table.kind} in ('fear_greed_above', 'fear_greed_below'))`,
    ),
    check('alert_rules_threshold', sql`${table.threshold} > 0`),
    check(
      'alert_rules_cooldown',
      sql`${table.cooldownMinutes} between ${sql.raw(String(cooldownMinutes.least))} and ${sql.raw(String(cooldownMinutes.most))}`,
    ),
    ...ownedRows('alert_rules', table.userId),
    pgPolicy('alert_rules_ingest', { for: 'all', to: sageIngest, using: sql`true`, withCheck: sql`true` }),
  ],
)

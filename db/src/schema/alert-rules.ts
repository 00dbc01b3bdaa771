import { sql } from 'drizzle-orm'
import { boolean, check, index, numeric, pgPolicy, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { CoinSymbol } from '../vocabulary.ts'
import { choice, createdAt, id, instant, oneOf, ownedRows, sageIngest } from './columns.ts'
import { users } from './users.ts'

export const alertRuleKinds = [
  'price_above',
  'price_below',
  'move_percent',
  'fear_greed_above',
  'fear_greed_below',
] as const

/** What a user wants to hear about. `threshold` is in USDT, % or points, as `kind` says. */
export const alertRules = pgTable(
  'alert_rules',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: alertRuleKinds }).notNull(),
    /** Absent for Fear & Greed. */
    symbol: choice<CoinSymbol>('symbol'),
    threshold: numeric('threshold').notNull(),
    enabled: boolean('enabled').notNull().default(true),
    /** A rule that fires once is switched off by its firing, not deleted. */
    once: boolean('once').notNull().default(false),
    /** Kept by ingest, which alone evaluates the rules. */
    armed: boolean('armed').notNull().default(true),
    lastFiredAt: instant('last_fired_at'),
    createdAt: createdAt(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    index('alert_rules_of_user').on(table.userId, table.id),
    index('alert_rules_to_evaluate').on(table.symbol).where(sql`${table.enabled}`),
    oneOf('alert_rules_kind', table.kind, alertRuleKinds),
    oneOf('alert_rules_symbol', table.symbol, CoinSymbol.options),
    check(
      'alert_rules_coin',
      sql`(${table.symbol} is null) = (${table.kind} in ('fear_greed_above', 'fear_greed_below'))`,
    ),
    check('alert_rules_threshold', sql`${table.threshold} > 0`),
    ...ownedRows('alert_rules', table.userId),
    pgPolicy('alert_rules_ingest', { for: 'all', to: sageIngest, using: sql`true`, withCheck: sql`true` }),
  ],
)

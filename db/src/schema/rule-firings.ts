import { sql } from 'drizzle-orm'
import { bigint, index, numeric, pgPolicy, pgTable, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { AlertRuleKind, CoinSymbol, type Venue } from '../vocabulary.ts'
import { alertRules } from './alert-rules.ts'
import { choice, createdAt, id, instant, money, oneOf, ownedRows, sageIngest } from './columns.ts'
import { users } from './users.ts'

/** A user's rule was met, once per crossing: `key` names the rule and the firing before this one. */
export const ruleFirings = pgTable(
  'rule_firings',
  {
    id: id(),
    key: text('key').notNull().unique(),
    ruleId: uuid('rule_id')
      .notNull()
      .references(() => alertRules.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The rule as it was when it fired. */
    kind: choice<AlertRuleKind>('kind').notNull(),
    symbol: choice<CoinSymbol>('symbol'),
    threshold: numeric('threshold').notNull(),
    price: money('price'),
    /** Fear & Greed, in points. */
    value: smallint('value'),
    /** Of the price, or of the position, in %. */
    changePercent: numeric('change_percent'),
    venue: choice<Venue>('venue'),
    at: instant('at').notNull(),
    fence: bigint('fence', { mode: 'number' }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index('rule_firings_newest').on(table.createdAt),
    index('rule_firings_of_rule').on(table.ruleId),
    index('rule_firings_of_user').on(table.userId, table.createdAt),
    oneOf('rule_firings_kind', table.kind, AlertRuleKind.options),
    oneOf('rule_firings_symbol', table.symbol, CoinSymbol.options),
    ...ownedRows('rule_firings', table.userId),
    pgPolicy('rule_firings_ingest', { for: 'all', to: sageIngest, using: sql`true`, withCheck: sql`true` }),
  ],
)

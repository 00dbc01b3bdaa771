import { sql } from 'drizzle-orm'
import { check, foreignKey, index, jsonb, pgPolicy, pgTable, uuid } from 'drizzle-orm/pg-core'
import { type CoinSymbol, Venue } from '../vocabulary.ts'
import { choice, createdAt, id, instant, money, oneOf, ownedRows, sageIngest } from './columns.ts'
import { shadowTrades } from './shadow-trades.ts'

/** A trade's lot, closed in whole or in part. */
export const shadowCloses = pgTable(
  'shadow_closes',
  {
    id: id(),
    userId: uuid('user_id').notNull(),
    tradeId: uuid('trade_id').notNull(),
    quantity: money('quantity').notNull(),
    exitPrice: money('exit_price').notNull(),
    fee: money('fee').notNull(),
    venue: choice<Venue>('venue').notNull(),
    tickAt: instant('tick_at').notNull(),
    /** As in `shadow_trades`. */
    spread: money('spread').notNull().default('0'),
    marks: jsonb('marks').$type<Partial<Record<CoinSymbol, string>>>().notNull().default({}),
    createdAt: createdAt(),
  },
  (table) => [
    foreignKey({
      name: 'shadow_closes_trade',
      columns: [table.tradeId, table.userId],
      foreignColumns: [shadowTrades.id, shadowTrades.userId],
    }).onDelete('cascade'),
    index('shadow_closes_of_trade').on(table.tradeId),
    index('shadow_closes_of_user').on(table.userId, table.createdAt),
    oneOf('shadow_closes_venue', table.venue, Venue.options),
    check(
      'shadow_closes_amounts',
      sql`${table.quantity} > 0 and ${table.exitPrice} > 0 and ${table.fee} >= 0`,
    ),
    ...ownedRows('shadow_closes', table.userId),
    // Rules about a position need to know it.
    pgPolicy('shadow_closes_ingest', { for: 'select', to: sageIngest, using: sql`true` }),
  ],
)

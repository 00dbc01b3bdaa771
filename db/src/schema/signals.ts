import { sql } from 'drizzle-orm'
import { check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { CoinSymbol, Confidence, TradeSide, Venue } from '../vocabulary.ts'
import { choice, createdAt, id, instant, money, oneOf, ownedRows } from './columns.ts'
import { turns } from './turns.ts'
import { users } from './users.ts'

/**
 * Every buy or sale that an answer leaned towards, with the market's price at that moment. The public record is
 * made of these, so a signal outlives the person it was given to; then it names nobody.
 */
export const signals = pgTable(
  'signals',
  {
    id: id(),
    userId: uuid('user_id').references(() => users.id, { onDelete: 'set null' }),
    turnId: uuid('turn_id').references(() => turns.id, { onDelete: 'set null' }),
    symbol: choice<CoinSymbol>('symbol').notNull(),
    action: choice<TradeSide>('action').notNull(),
    confidence: choice<Confidence>('confidence').notNull(),
    reasoning: text('reasoning').notNull(),
    factIds: text('fact_ids').array().notNull().default([]),
    /** USDT; venue and exchange time of the tick it was taken from. */
    price: money('price').notNull(),
    venue: choice<Venue>('venue').notNull(),
    tickAt: instant('tick_at').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index('signals_of_user').on(table.userId, table.createdAt),
    index('signals_of_turn').on(table.turnId),
    index('signals_newest').on(table.createdAt, table.id),
    oneOf('signals_symbol', table.symbol, CoinSymbol.options),
    oneOf('signals_action', table.action, TradeSide.options),
    oneOf('signals_confidence', table.confidence, Confidence.options),
    oneOf('signals_venue', table.venue, Venue.options),
    check('signals_price', sql`${table.price} > 0`),
    ...ownedRows('signals', table.userId),
  ],
)

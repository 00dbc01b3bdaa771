import { sql } from 'drizzle-orm'
import { check, foreignKey, index, jsonb, pgPolicy, pgTable, unique, uuid } from 'drizzle-orm/pg-core'
import { CoinSymbol, TradeSide, Venue } from '../vocabulary.ts'
import { choice, createdAt, id, instant, money, oneOf, ownedRows, sageIngest } from './columns.ts'
import { portfolios } from './portfolios.ts'
import { signals } from './signals.ts'

/** A fill that never touched an exchange: price in USDT with the tick it came from, fee in USDT. */
export const shadowTrades = pgTable(
  'shadow_trades',
  {
    id: id(),
    userId: uuid('user_id').notNull(),
    portfolioId: uuid('portfolio_id').notNull(),
    signalId: uuid('signal_id').references(() => signals.id, { onDelete: 'set null' }),
    symbol: choice<CoinSymbol>('symbol').notNull(),
    side: choice<TradeSide>('side').notNull(),
    quantity: money('quantity').notNull(),
    entryPrice: money('entry_price').notNull(),
    fee: money('fee').notNull(),
    venue: choice<Venue>('venue').notNull(),
    tickAt: instant('tick_at').notNull(),
    /** Ask minus bid of that tick, in USDT. */
    spread: money('spread').notNull().default('0'),
    /** What every coin cost at that moment, in USDT: the value before and after the trade rests on it. */
    marks: jsonb('marks').$type<Partial<Record<CoinSymbol, string>>>().notNull().default({}),
    createdAt: createdAt(),
  },
  (table) => [
    foreignKey({
      name: 'shadow_trades_portfolio',
      columns: [table.portfolioId, table.userId],
      foreignColumns: [portfolios.id, portfolios.userId],
    }).onDelete('cascade'),
    unique('shadow_trades_with_owner').on(table.id, table.userId),
    // A signal is taken at most once, however often it is tapped and in whichever portfolio.
    unique('shadow_trades_once').on(table.signalId),
    index('shadow_trades_of_user').on(table.userId, table.createdAt),
    index('shadow_trades_of_portfolio').on(table.portfolioId, table.createdAt),
    oneOf('shadow_trades_symbol', table.symbol, CoinSymbol.options),
    oneOf('shadow_trades_side', table.side, TradeSide.options),
    oneOf('shadow_trades_venue', table.venue, Venue.options),
    check(
      'shadow_trades_amounts',
      sql`${table.quantity} > 0 and ${table.entryPrice} > 0 and ${table.fee} >= 0`,
    ),
    ...ownedRows('shadow_trades', table.userId),
    // Rules about a position need to know it.
    pgPolicy('shadow_trades_ingest', { for: 'select', to: sageIngest, using: sql`true` }),
  ],
)

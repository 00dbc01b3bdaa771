import { bigint, index, numeric, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { CoinSymbol, Venue } from '../vocabulary.ts'
import { choice, instant, oneOf } from './columns.ts'

export const candleSources = ['trades', 'klines'] as const

/** Open, high, low, close in USDT; volume in the coin, `quoteVolume` in USDT; `at` is the start of the interval. */
const columns = () => ({
  symbol: choice<CoinSymbol>('symbol').notNull(),
  at: instant('at').notNull(),
  venue: choice<Venue>('venue').notNull(),
  open: numeric('open').notNull(),
  high: numeric('high').notNull(),
  low: numeric('low').notNull(),
  close: numeric('close').notNull(),
  volume: numeric('volume').notNull(),
  quoteVolume: numeric('quote_volume').notNull(),
  /** Folded from the live feed, or taken from the venue's own candles. */
  source: text('source', { enum: candleSources }).notNull(),
  /** Fencing number of the leader that wrote the row. */
  fence: bigint('fence', { mode: 'number' }).notNull(),
})

/** Partitioned by month; `ensure_candle_partitions` makes the partitions. */
export const candles1m = pgTable('candles_1m', columns(), (table) => [
  primaryKey({ columns: [table.symbol, table.at] }),
  index('candles_1m_at').on(table.at),
  oneOf('candles_1m_source', table.source, candleSources),
])

export const candles1h = pgTable('candles_1h', columns(), (table) => [
  primaryKey({ columns: [table.symbol, table.at] }),
  oneOf('candles_1h_source', table.source, candleSources),
])

export const candles1d = pgTable('candles_1d', columns(), (table) => [
  primaryKey({ columns: [table.symbol, table.at] }),
  oneOf('candles_1d_source', table.source, candleSources),
])

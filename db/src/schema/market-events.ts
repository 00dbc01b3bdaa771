import { bigint, index, integer, numeric, pgTable, smallint, text } from 'drizzle-orm/pg-core'
import { CoinSymbol, Direction, MarketEventKind, type Venue } from '../vocabulary.ts'
import { choice, createdAt, id, instant, money, oneOf } from './columns.ts'

/** A sudden move, once per crossing: `key` makes a repeated report of the same crossing one row. */
export const marketEvents = pgTable(
  'market_events',
  {
    id: id(),
    key: text('key').notNull().unique(),
    kind: choice<MarketEventKind>('kind').notNull(),
    /** Absent for Fear & Greed. */
    symbol: choice<CoinSymbol>('symbol'),
    direction: choice<Direction>('direction').notNull(),
    /** Of the price, in %. */
    changePercent: numeric('change_percent'),
    price: money('price'),
    referencePrice: money('reference_price'),
    venue: choice<Venue>('venue'),
    /** Between the reference and the crossing. */
    minutes: integer('minutes'),
    /** Fear & Greed, in points. */
    value: smallint('value'),
    previousValue: smallint('previous_value'),
    at: instant('at').notNull(),
    fence: bigint('fence', { mode: 'number' }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index('market_events_newest').on(table.at),
    index('market_events_written').on(table.createdAt),
    oneOf('market_events_kind', table.kind, MarketEventKind.options),
    oneOf('market_events_symbol', table.symbol, CoinSymbol.options),
    oneOf('market_events_direction', table.direction, Direction.options),
  ],
)

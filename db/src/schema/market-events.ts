import { bigint, index, integer, numeric, pgTable, smallint, text } from 'drizzle-orm/pg-core'
import { CoinSymbol, type Venue } from '../vocabulary.ts'
import { choice, createdAt, id, instant, money, oneOf } from './columns.ts'

export const marketEventKinds = ['move', 'fear_greed'] as const
export const directions = ['up', 'down'] as const

/** A sudden move, once per crossing: `key` makes a repeated report of the same crossing one row. */
export const marketEvents = pgTable(
  'market_events',
  {
    id: id(),
    key: text('key').notNull().unique(),
    kind: text('kind', { enum: marketEventKinds }).notNull(),
    /** Absent for Fear & Greed. */
    symbol: choice<CoinSymbol>('symbol'),
    direction: text('direction', { enum: directions }).notNull(),
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
    oneOf('market_events_kind', table.kind, marketEventKinds),
    oneOf('market_events_symbol', table.symbol, CoinSymbol.options),
    oneOf('market_events_direction', table.direction, directions),
  ],
)

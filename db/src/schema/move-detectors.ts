import { bigint, boolean, pgTable } from 'drizzle-orm/pg-core'
import { CoinSymbol } from '../vocabulary.ts'
import { choice, instant, oneOf } from './columns.ts'

/** Where the detector of a coin's sudden moves stands, so that another leader goes on from there. */
export const moveDetectors = pgTable(
  'move_detectors',
  {
    symbol: choice<CoinSymbol>('symbol').primaryKey(),
    /** The next crossing is an event. */
    armed: boolean('armed').notNull(),
    firedAt: instant('fired_at'),
    fence: bigint('fence', { mode: 'number' }).notNull(),
  },
  (table) => [oneOf('move_detectors_symbol', table.symbol, CoinSymbol.options)],
)

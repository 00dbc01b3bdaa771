import { sql } from 'drizzle-orm'
import { check, date, pgTable, smallint } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/** alternative.me's index, one value a UTC day, 0 to 100. */
export const fearGreed = pgTable(
  'fear_greed',
  {
    day: date('day', { mode: 'string' }).primaryKey(),
    value: smallint('value').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [check('fear_greed_value', sql`${table.value} between 0 and 100`)],
)

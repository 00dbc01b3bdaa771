import { sql } from 'drizzle-orm'
import { check, integer, pgTable, smallint, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant, ownedRows } from './columns.ts'
import { users } from './users.ts'

export const portfolios = pgTable(
  'portfolios',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** 1 to 3: nobody has more. */
    slot: smallint('slot').notNull().default(1),
    /** Counts the changes to its trades: who writes one names the version that he has read. */
    version: integer('version').notNull().default(0),
    /** When it was made the default: the newest of a user's is his default; the lowest slot if none was chosen. */
    chosenAt: instant('chosen_at'),
    createdAt: createdAt(),
  },
  (table) => [
    unique('portfolios_with_owner').on(table.id, table.userId),
    unique('portfolios_slot').on(table.userId, table.slot),
    check('portfolios_at_most_three', sql`${table.slot} between 1 and 3`),
    unique('portfolios_name').on(table.userId, table.name),
    ...ownedRows('portfolios', table.userId),
  ],
)

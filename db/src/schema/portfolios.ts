import { pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, ownedRows } from './columns.ts'
import { users } from './users.ts'

export const portfolios = pgTable(
  'portfolios',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    unique('portfolios_with_owner').on(table.id, table.userId),
    unique('portfolios_name').on(table.userId, table.name),
    ...ownedRows('portfolios', table.userId),
  ],
)

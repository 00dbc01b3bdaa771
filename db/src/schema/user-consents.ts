import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, ownedRows } from './columns.ts'
import { users } from './users.ts'

/** What a user agreed to, in which version; never changed, only added to. */
export const userConsents = pgTable(
  'user_consents',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    document: text('document').notNull(),
    version: text('version').notNull(),
    /** Keyed hash of the network address it came from: shows that two are the same, and not which. */
    addressHash: text('address_hash'),
    createdAt: createdAt(),
  },
  (table) => [
    index('user_consents_of_user').on(table.userId, table.createdAt),
    ...ownedRows('user_consents', table.userId),
  ],
)

import { boolean, foreignKey, index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant, ownedRows } from './columns.ts'
import { deepLinkContexts } from './deep-link-contexts.ts'
import { users } from './users.ts'

export const chats = pgTable(
  'chats',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** Empty until the first turn has named the chat. */
    title: text('title').notNull().default(''),
    /** What the chat was opened by, if by an alert. */
    contextId: uuid('context_id'),
    unread: boolean('unread').notNull().default(false),
    createdAt: createdAt(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    // Rows below a chat name its owner as well, so that nobody can hang his rows on another's chat.
    unique('chats_with_owner').on(table.id, table.userId),
    foreignKey({
      name: 'chats_context',
      columns: [table.contextId],
      foreignColumns: [deepLinkContexts.id],
    }).onDelete('set null'),
    index('chats_newest').on(table.userId, table.updatedAt, table.id),
    index('chats_of_context').on(table.contextId),
    ...ownedRows('chats', table.userId),
  ],
)

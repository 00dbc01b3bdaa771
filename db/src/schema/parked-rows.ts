import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { ChatWrite } from '../vocabulary.ts'
import { choice, id, instant, oneOf, serviceRows } from './columns.ts'
import { users } from './users.ts'

/**
 * What PostgreSQL refused to take from a chat, for an administrator. The refused row itself stays with its chat; here
 * are only its ids and the reason. The chat is no foreign key: its own row may be the refused one.
 */
export const parkedRows = pgTable(
  'parked_rows',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    chatId: uuid('chat_id').notNull(),
    /** The row's number in its chat's outbox. */
    outboxRow: integer('outbox_row').notNull(),
    kind: choice<ChatWrite>('kind').notNull(),
    /** The id of what was to be written. */
    subjectId: uuid('subject_id').notNull(),
    /** SQLSTATE, or `too_large` for what the gateway does not take. */
    code: text('code').notNull(),
    /** The constraint or column that it broke, where PostgreSQL names one. */
    rule: text('rule'),
    parkedAt: instant('parked_at').notNull().defaultNow(),
  },
  (table) => [
    unique('parked_rows_once').on(table.chatId, table.outboxRow),
    index('parked_rows_of_user').on(table.userId),
    oneOf('parked_rows_kind', table.kind, ChatWrite.options),
    serviceRows('parked_rows'),
  ],
)

import { boolean, foreignKey, index, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { Mentor, MessageRole, TurnStatus } from '../vocabulary.ts'
import { chats } from './chats.ts'
import { choice, createdAt, id, oneOf, ownedRows } from './columns.ts'

/** In the order of `id`. `parts` are the pieces of `content`; `facts` the figures that `parts` cite. */
export const messages = pgTable(
  'messages',
  {
    id: id(),
    chatId: uuid('chat_id').notNull(),
    userId: uuid('user_id').notNull(),
    /** In the same chat; a branch has the parent of what it replaces. */
    parentId: uuid('parent_id'),
    turnId: uuid('turn_id'),
    role: choice<MessageRole>('role').notNull(),
    status: choice<TurnStatus>('status').notNull(),
    content: text('content').notNull(),
    parts: jsonb('parts').notNull().default([]),
    facts: jsonb('facts').notNull().default([]),
    corrected: boolean('corrected').notNull().default(false),
    mentor: choice<Mentor>('mentor'),
    createdAt: createdAt(),
  },
  (table) => [
    foreignKey({
      name: 'messages_chat',
      columns: [table.chatId, table.userId],
      foreignColumns: [chats.id, chats.userId],
    }).onDelete('cascade'),
    unique('messages_with_owner').on(table.id, table.userId),
    // With the owner in it, as every read asks for him as well: row-level security adds that condition.
    index('messages_of_chat').on(table.chatId, table.userId, table.id),
    index('messages_of_user').on(table.userId, table.id),
    oneOf('messages_role', table.role, MessageRole.options),
    oneOf('messages_status', table.status, TurnStatus.options),
    oneOf('messages_mentor', table.mentor, Mentor.options),
    ...ownedRows('messages', table.userId),
  ],
)

import { foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, instant, oneOf, ownedRows } from './columns.ts'
import { messages } from './messages.ts'

export const feedbackRatings = ['up', 'down'] as const

export const messageFeedback = pgTable(
  'message_feedback',
  {
    messageId: uuid('message_id').notNull(),
    userId: uuid('user_id').notNull(),
    rating: text('rating', { enum: feedbackRatings }).notNull(),
    comment: text('comment'),
    createdAt: createdAt(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.messageId, table.userId] }),
    foreignKey({
      name: 'message_feedback_message',
      columns: [table.messageId, table.userId],
      foreignColumns: [messages.id, messages.userId],
    }).onDelete('cascade'),
    index('message_feedback_of_user').on(table.userId),
    oneOf('message_feedback_rating', table.rating, feedbackRatings),
    ...ownedRows('message_feedback', table.userId),
  ],
)

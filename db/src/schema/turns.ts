import { foreignKey, index, integer, jsonb, numeric, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { Intent, TurnStatus } from '../vocabulary.ts'
import { chats } from './chats.ts'
import { choice, createdAt, id, instant, oneOf, ownedRows } from './columns.ts'

/** One question and what was done about it: how it ended, how long it took, what it cost. */
export const turns = pgTable(
  'turns',
  {
    id: id(),
    chatId: uuid('chat_id').notNull(),
    userId: uuid('user_id').notNull(),
    userMessageId: uuid('user_message_id').notNull(),
    assistantMessageId: uuid('assistant_message_id').notNull(),
    status: choice<TurnStatus>('status').notNull(),
    intent: choice<Intent>('intent'),
    failureCode: text('failure_code'),
    inputTokens: integer('input_tokens').notNull().default(0),
    outputTokens: integer('output_tokens').notNull().default(0),
    costUsd: numeric('cost_usd').notNull().default('0'),
    /** `Timings` of the edge's contract, in ms. */
    timings: jsonb('timings').notNull().default({}),
    /** One entry per call to a model: agent, model, tokens, cost, ms, outcome. */
    calls: jsonb('calls').notNull().default([]),
    createdAt: createdAt(),
    endedAt: instant('ended_at'),
  },
  (table) => [
    foreignKey({
      name: 'turns_chat',
      columns: [table.chatId, table.userId],
      foreignColumns: [chats.id, chats.userId],
    }).onDelete('cascade'),
    unique('turns_with_owner').on(table.id, table.userId),
    index('turns_of_chat').on(table.chatId, table.userId, table.id),
    index('turns_of_user').on(table.userId, table.createdAt),
    index('turns_newest').on(table.createdAt),
    oneOf('turns_status', table.status, TurnStatus.options),
    oneOf('turns_intent', table.intent, Intent.options),
    ...ownedRows('turns', table.userId),
  ],
)

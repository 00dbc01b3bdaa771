import { Id, Timestamp } from '@sage/db/vocabulary'
import * as z from 'zod/mini'
import { writtenText } from './text.ts'

export const Chat = z.object({
  id: Id,
  /** Empty until the first turn has named the chat. */
  title: z.string(),
  /** Whether an answer has ended since anybody looked. */
  unread: z.optional(z.boolean()),
  createdAt: Timestamp,
  updatedAt: Timestamp,
})
export type Chat = z.infer<typeof Chat>

export const Chats = z.object({ chats: z.array(Chat), nextCursor: z.nullable(z.string()) })
export type Chats = z.infer<typeof Chats>

export const CreateChat = z.object({ contextId: z.optional(Id) })
export type CreateChat = z.infer<typeof CreateChat>

export const RenameChat = z.object({
  title: writtenText({ minLength: 1, maxLength: 120 }),
})
export type RenameChat = z.infer<typeof RenameChat>

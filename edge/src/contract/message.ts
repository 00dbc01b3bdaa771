import { Id, Mentor, MessageRole, Timestamp, TurnStatus } from '@sage/db/vocabulary'
import * as z from 'zod/mini'
import { Fact, FactId } from './fact.ts'
import { Signal } from './signal.ts'
import { writtenText } from './text.ts'

/** A piece of an answer: prose, or a figure rendered from a fact. */
export const MessagePart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('fact'), id: FactId, text: z.string() }),
])
export type MessagePart = z.infer<typeof MessagePart>

/** A reader's verdict on an answer: a thumb, and why. */
export const Feedback = z.object({
  rating: z.enum(['up', 'down']),
  comment: z.optional(writtenText({ maxLength: 1000 })),
})
export type Feedback = z.infer<typeof Feedback>

/**
 * One message of a chat. `content` is the concatenation of `parts`; `facts` are those that `parts` cite.
 * User messages are `done`; an answer carries its turn's status.
 */
export const Message = z.object({
  id: Id,
  chatId: Id,
  parentId: z.nullable(Id),
  turnId: z.nullable(Id),
  role: MessageRole,
  status: TurnStatus,
  content: z.string(),
  parts: z.array(MessagePart),
  facts: z.array(Fact),
  corrected: z.boolean(),
  mentor: z.nullable(Mentor),
  /** What the answer leans towards, if that can be taken into a portfolio. */
  signal: z.optional(Signal),
  feedback: z.optional(Feedback),
  createdAt: Timestamp,
})
export type Message = z.infer<typeof Message>

export const maxQuestionLength = 4000
export const SendMessage = z.object({
  content: writtenText({ minLength: 1, maxLength: maxQuestionLength }),
  clientMessageId: Id,
  /** What it follows: the newest message where absent; `null` begins the chat anew, beside what is there. */
  parentId: z.optional(z.nullable(Id)),
})
export type SendMessage = z.infer<typeof SendMessage>

export const Messages = z.object({ messages: z.array(Message), nextCursor: z.nullable(z.string()) })
export type Messages = z.infer<typeof Messages>

export const StopTurn = z.object({ turnId: Id })
export type StopTurn = z.infer<typeof StopTurn>

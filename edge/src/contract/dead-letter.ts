import { Id, Timestamp } from '@sage/db/vocabulary'
import * as z from 'zod/mini'

/** Something that could not be delivered and is not tried again by itself. Says nothing of its content. */
export const DeadLetter = z.object({
  id: Id,
  channel: z.enum(['push', 'discord']),
  userId: z.nullable(Id),
  notificationId: z.nullable(Id),
  subscriptionId: z.nullable(Id),
  eventId: z.nullable(Id),
  /** Host of the push service. */
  service: z.nullable(z.string()),
  attempts: z.int(),
  lastError: z.nullable(z.string()),
  createdAt: Timestamp,
  updatedAt: Timestamp,
})
export type DeadLetter = z.infer<typeof DeadLetter>

/** `GET /api/admin/dead-letters?cursor&limit`: newest first. */
export const DeadLetters = z.object({ deadLetters: z.array(DeadLetter), nextCursor: z.nullable(Id) })
export type DeadLetters = z.infer<typeof DeadLetters>

/** Answer of `POST /api/admin/dead-letters/:id/retry`. */
export const RetriedLetter = z.object({ id: Id, status: z.literal('queued') })
export type RetriedLetter = z.infer<typeof RetriedLetter>

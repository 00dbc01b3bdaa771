/** `/api/admin/parked-rows`: what a chat could not bring to PostgreSQL. Ids and reasons; nothing that anybody wrote. */
import { ChatWrite, Id, Timestamp } from '@sage/db/vocabulary'
import * as z from 'zod/mini'

export const ParkedRow = z.object({
  id: Id,
  userId: Id,
  chatId: Id,
  kind: ChatWrite,
  /** The id of the chat, message, turn or rated message that was to be written. */
  subjectId: Id,
  /** SQLSTATE, or `too_large`. */
  code: z.string(),
  /** The constraint or column that was broken, where PostgreSQL names one. */
  rule: z.nullable(z.string()),
  parkedAt: Timestamp,
})
export type ParkedRow = z.infer<typeof ParkedRow>

/** Newest first; further ones with `?cursor`. */
export const ParkedRows = z.object({ parkedRows: z.array(ParkedRow), nextCursor: z.nullable(z.string()) })
export type ParkedRows = z.infer<typeof ParkedRows>

/**
 * `POST /api/admin/parked-rows/:id/retry`. `written`: it is stored now, with those of its chat that had failed for want
 * of it; `parked`: it was refused again; `waiting`: the database is away, and the row goes by itself when it is back.
 */
export const RetriedRow = z.object({ status: z.enum(['written', 'parked', 'waiting']) })
export type RetriedRow = z.infer<typeof RetriedRow>

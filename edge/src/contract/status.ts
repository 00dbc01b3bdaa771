import { MarketSource, Mentor, Timestamp } from '@sage/db/vocabulary'
import { FeedHealth } from '@sage/ingest/contract'
import * as z from 'zod/mini'

export const Health = z.object({ status: z.literal('ok') })
export type Health = z.infer<typeof Health>

/** `GET /api/status`. */
export const Status = z.object({
  at: Timestamp,
  mentor: Mentor,
  market: z.object({
    status: z.enum(['up', 'degraded', 'down']),
    source: z.nullable(MarketSource),
    liveQuotes: z.int(),
  }),
  feeds: z.array(FeedHealth),
})
export type Status = z.infer<typeof Status>

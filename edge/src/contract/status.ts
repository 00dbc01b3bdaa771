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

/** What users know of Sage: prices, answers, and being told. */
export const StatusPart = z.enum(['feeds', 'mentor', 'alerts'])
export type StatusPart = z.infer<typeof StatusPart>

export const StatusDay = z.object({
  /** In UTC: `2026-11-28`. */
  day: z.iso.date(),
  /** How long each part was not well. */
  minutes: z.object({ feeds: z.int(), mentor: z.int(), alerts: z.int() }),
})
export type StatusDay = z.infer<typeof StatusDay>

/** `GET /api/status/history`: the last 90 days, oldest first; public. */
export const StatusHistory = z.object({ at: Timestamp, days: z.array(StatusDay) })
export type StatusHistory = z.infer<typeof StatusHistory>

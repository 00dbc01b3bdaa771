import { MarketSource, Mentor, Timestamp } from '@sage/db/vocabulary'
import { Prices } from '@sage/edge/contract'
import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { api } from '../../lib/api.ts'

/** `GET /api/status`. */
export const Status = z.object({
  at: Timestamp,
  mentor: Mentor,
  market: z.object({
    status: z.enum(['up', 'degraded', 'down']),
    source: z.nullable(MarketSource),
    liveQuotes: z.int(),
  }),
  feeds: Prices.shape.feeds,
})
export type Status = z.infer<typeof Status>

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => api('/api/status', Status, { signal }),
  refetchInterval: 10_000,
})

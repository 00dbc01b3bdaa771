import { MarketSource, Timestamp } from '@sage/db/vocabulary'
import { FearGreed, FeedHealth, Quote } from '@sage/ingest/contract'
import * as z from 'zod/mini'

/** `GET /api/market/prices`. `quotes` holds only coins with a quote younger than 300 s. */
export const Prices = z.object({
  at: Timestamp,
  source: MarketSource,
  quotes: z.array(Quote),
  fearGreed: z.nullable(FearGreed),
  feeds: z.array(FeedHealth),
})
export type Prices = z.infer<typeof Prices>

export { Candles, FearGreedHistory, MarketStreamEvent, Quote } from '@sage/ingest/contract'

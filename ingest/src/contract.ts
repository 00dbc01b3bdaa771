/**
 * What ingest serves to the edge: JSON bodies of `/v1/*`, the events of `/v1/stream`, and the claims that a
 * caller's token must carry. Times are ISO-8601 UTC, money and quantities decimal strings.
 */
import {
  CandleInterval,
  CoinSymbol,
  Decimal,
  Freshness,
  Id,
  MarketSource,
  Timestamp,
  Venue,
} from '@sage/db/vocabulary'
import * as z from 'zod/mini'

/** One coin's price as its live venue quotes it. Prices in USDT, `volume24h` in USDT. */
export const Quote = z.object({
  symbol: CoinSymbol,
  price: Decimal,
  bid: z.optional(Decimal),
  ask: z.optional(Decimal),
  /** When bid and ask were heard, by ingest's clock; the price may be newer. */
  bookAt: z.optional(Timestamp),
  changePercent24h: z.optional(Decimal),
  high24h: z.optional(Decimal),
  low24h: z.optional(Decimal),
  volume24h: z.optional(Decimal),
  venue: Venue,
  /** The exchange's own time of the newest data behind this quote. */
  at: Timestamp,
  /** Age of the newest data when this quote was served, from the time of receipt, in ms. */
  ageMs: z.number(),
  freshness: Freshness,
  /** Set while two fresh venues differ by more than 1 %: the other venue's price and the gap in percent. */
  disagreement: z.optional(z.object({ venue: Venue, price: Decimal, percent: Decimal })),
})
export type Quote = z.infer<typeof Quote>

/** alternative.me's index, 0 (extreme fear) to 100 (extreme greed), one entry a day. */
export const FearGreedPoint = z.object({ value: z.int(), at: Timestamp })
export type FearGreedPoint = z.infer<typeof FearGreedPoint>

export const FearGreed = z.object({
  value: z.int(),
  at: Timestamp,
  yesterday: z.optional(z.int()),
  weekAgo: z.optional(z.int()),
  /** Time since the index was last fetched successfully, in ms. */
  ageMs: z.number(),
})
export type FearGreed = z.infer<typeof FearGreed>

export const FeedHealth = z.object({
  venue: Venue,
  status: z.enum(['connecting', 'live', 'silent', 'down']),
  /** When the newest data frame of any symbol arrived; absent if none ever did. */
  lastDataAt: z.optional(Timestamp),
  reconnects: z.int(),
  errors: z.int(),
})
export type FeedHealth = z.infer<typeof FeedHealth>

/** `GET /v1/snapshot`. A symbol without a quote younger than 300 s is missing from `quotes`. */
export const Snapshot = z.object({
  at: Timestamp,
  source: MarketSource,
  quotes: z.array(Quote),
  fearGreed: z.optional(FearGreed),
  feeds: z.array(FeedHealth),
})
export type Snapshot = z.infer<typeof Snapshot>

/** OHLCV of one interval that starts at `at`; volumes in the coin and in USDT. */
export const Candle = z.object({
  at: Timestamp,
  open: Decimal,
  high: Decimal,
  low: Decimal,
  close: Decimal,
  volume: Decimal,
  quoteVolume: Decimal,
})
export type Candle = z.infer<typeof Candle>

/** `GET /v1/candles/:symbol?interval=1m|1h|1d&from=ISO&to=ISO`, oldest first, at most 2000. */
export const Candles = z.object({
  symbol: CoinSymbol,
  interval: CandleInterval,
  candles: z.array(Candle),
})
export type Candles = z.infer<typeof Candles>

/** `GET /v1/fear-greed?days=N` (1 to 400), oldest first. */
export const FearGreedHistory = z.object({ points: z.array(FearGreedPoint) })
export type FearGreedHistory = z.infer<typeof FearGreedHistory>

/**
 * `GET /v1/stream`: the first event is a `snapshot`; then `quotes` with those that changed, at most 4 a second;
 * `status` when feeds or Fear & Greed change; a comment line every 10 s keeps the connection alive.
 */
export const MarketStreamEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), snapshot: Snapshot }),
  z.object({ type: z.literal('quotes'), at: Timestamp, quotes: z.array(Quote) }),
  z.object({
    type: z.literal('status'),
    at: Timestamp,
    feeds: z.array(FeedHealth),
    fearGreed: z.optional(FearGreed),
  }),
])
export type MarketStreamEvent = z.infer<typeof MarketStreamEvent>

/**
 * Claims of the EdDSA JWT on every call to `/v1/*`: `aud` is `ingest`, `exp` at most 60 s after `iat`,
 * `bodySha256` the base64url SHA-256 of the exact request body (of the empty string where there is none).
 * `role: user` needs `sub`, the user's id; `role: service` is the edge acting for itself.
 */
export const CallerClaims = z.discriminatedUnion('role', [
  z.object({
    role: z.literal('user'),
    sub: Id,
    aud: z.literal('ingest'),
    jti: z.string(),
    iat: z.number(),
    exp: z.number(),
    bodySha256: z.string(),
  }),
  z.object({
    role: z.literal('service'),
    aud: z.literal('ingest'),
    jti: z.string(),
    iat: z.number(),
    exp: z.number(),
    bodySha256: z.string(),
  }),
])
export type CallerClaims = z.infer<typeof CallerClaims>

export const ErrorBody = z.object({
  error: z.object({ code: z.string(), message: z.string(), requestId: z.string() }),
})
export type ErrorBody = z.infer<typeof ErrorBody>

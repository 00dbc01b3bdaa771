/**
 * What ingest serves to the edge: JSON bodies of `/v1/*`, the events of `/v1/stream`, and the claims that a
 * caller's token must carry. Times are ISO-8601 UTC, money and quantities decimal strings.
 */
import {
  AlertRuleKind,
  CandleInterval,
  CoinSymbol,
  cooldownMinutes,
  Decimal,
  Direction,
  Freshness,
  Id,
  MarketEventKind,
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

/** A sudden move of a coin, or of Fear & Greed; told once per crossing. Percent as 2.41 for 2.41 %, a fall negative. */
export const MarketEvent = z.object({
  id: Id,
  kind: MarketEventKind,
  /** Absent for Fear & Greed, as are the six after it. */
  symbol: z.optional(CoinSymbol),
  direction: Direction,
  changePercent: z.optional(Decimal),
  price: z.optional(Decimal),
  /** The same venue's lowest or highest price of the last 60 minutes, from which it moved. */
  referencePrice: z.optional(Decimal),
  venue: z.optional(Venue),
  /** Between the reference and the crossing. */
  minutes: z.optional(z.int()),
  /** Of Fear & Greed, and what it was a day earlier. */
  value: z.optional(z.int()),
  previousValue: z.optional(z.int()),
  at: Timestamp,
})
export type MarketEvent = z.infer<typeof MarketEvent>

/** A user's rule was met; `kind`, `symbol` and `threshold` as they were then. */
export const RuleFiring = z.object({
  id: Id,
  ruleId: Id,
  userId: Id,
  kind: AlertRuleKind,
  symbol: z.optional(CoinSymbol),
  threshold: Decimal,
  price: z.optional(Decimal),
  /** Of Fear & Greed. */
  value: z.optional(z.int()),
  /** Of the price, or for `position_change` what the position has won or lost. */
  changePercent: z.optional(Decimal),
  venue: z.optional(Venue),
  at: Timestamp,
})
export type RuleFiring = z.infer<typeof RuleFiring>

/**
 * What ingest posts to `{EDGE_URL}/api/internal/market-events` under a token with `ReporterClaims`. The receiver answers
 * 200 to a report that it has seen before as well; 4xx means that it will never take it, anything else that ingest
 * should come again.
 */
export const AlertReport = z.discriminatedUnion('type', [
  z.object({ type: z.literal('market_event'), event: MarketEvent }),
  z.object({ type: z.literal('rule_fired'), firing: RuleFiring }),
])
export type AlertReport = z.infer<typeof AlertReport>

/** `GET /v1/events?after=ISO`: what was written after that moment, newest last, at most 500 of each. */
export const AlertHistory = z.object({ events: z.array(MarketEvent), firings: z.array(RuleFiring) })
export type AlertHistory = z.infer<typeof AlertHistory>

const Positive = Decimal.check(z.refine((text) => Number(text) > 0, 'must be greater than 0'))

/**
 * `POST /v1/rules/preview`: a rule that need not exist yet. `position_change` needs a caller with `role: user`, whose
 * open position of today is held against the past.
 */
export const PreviewRequest = z
  .object({
    kind: AlertRuleKind,
    symbol: z.optional(CoinSymbol),
    threshold: Positive,
    once: z._default(z.boolean(), false),
    cooldownMinutes: z._default(
      z.int().check(z.minimum(cooldownMinutes.least), z.maximum(cooldownMinutes.most)),
      cooldownMinutes.usual,
    ),
  })
  .check(
    z.refine(({ kind, symbol }) => kind.startsWith('fear_greed') === (symbol === undefined), {
      path: ['symbol'],
      error: 'is needed for every kind but Fear & Greed, which has none',
    }),
  )
export type PreviewRequest = z.infer<typeof PreviewRequest>

/** When the rule would have fired in the last 30 days, judged hour by hour (Fear & Greed: day by day), oldest first. */
export const RulePreview = z.object({
  from: Timestamp,
  to: Timestamp,
  firings: z.array(
    z.object({
      /** Start of the hour, or of the day. */
      at: Timestamp,
      price: z.optional(Decimal),
      value: z.optional(z.int()),
      changePercent: z.optional(Decimal),
    }),
  ),
})
export type RulePreview = z.infer<typeof RulePreview>

/**
 * Claims of the EdDSA JWT on ingest's calls to the edge: `exp` at most 60 s after `iat`, `bodySha256` the base64url
 * SHA-256 of the exact request body. The header's `kid` names the key, of which two may be valid at once.
 */
export const ReporterClaims = z.object({
  aud: z.literal('edge'),
  jti: z.string(),
  iat: z.number(),
  exp: z.number(),
  bodySha256: z.string(),
})
export type ReporterClaims = z.infer<typeof ReporterClaims>

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

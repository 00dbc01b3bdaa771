/**
 * The closed sets and scalar formats that every workspace shares. Everything here is plain data or a
 * `zod/mini` schema, so that the browser can afford it.
 */
import * as z from 'zod/mini'

/** The coins Sage knows, quoted in USDT. The order is the order on screen. */
export const coinSymbols = ['BTC', 'ETH', 'SOL', 'BNB', 'DOGE', 'XRP'] as const
export const CoinSymbol = z.enum(coinSymbols)
export type CoinSymbol = z.infer<typeof CoinSymbol>

/** Exchanges whose feeds are read, the preferred one first. */
export const venues = ['binance', 'gate'] as const
export const Venue = z.enum(venues)
export type Venue = z.infer<typeof Venue>

/** `live`: at most 10 s old; `stale`: at most 300 s old. Older quotes are not served at all. */
export const Freshness = z.enum(['live', 'stale'])
export type Freshness = z.infer<typeof Freshness>
export const staleAfterMs = 10_000
export const goneAfterMs = 300_000

/** Whether the prices come from the real exchanges or from the local replay. */
export const MarketSource = z.enum(['live', 'replay'])
export type MarketSource = z.infer<typeof MarketSource>

export const CandleInterval = z.enum(['1m', '1h', '1d'])
export type CandleInterval = z.infer<typeof CandleInterval>

export const HistoryRange = z.enum(['1h', '24h', '7d', '30d', '1y'])
export type HistoryRange = z.infer<typeof HistoryRange>

export const Locale = z.enum(['ko', 'en'])
export type Locale = z.infer<typeof Locale>

export const Role = z.enum(['user', 'admin'])
export type Role = z.infer<typeof Role>

export const RiskProfile = z.enum(['conservative', 'balanced', 'aggressive'])
export type RiskProfile = z.infer<typeof RiskProfile>

export const MessageRole = z.enum(['user', 'assistant'])
export type MessageRole = z.infer<typeof MessageRole>

/** Exactly one of the last three ends a turn. */
export const TurnStatus = z.enum(['running', 'done', 'stopped', 'failed'])
export type TurnStatus = z.infer<typeof TurnStatus>

/** What a chat writes to PostgreSQL. */
export const ChatWrite = z.enum(['chat', 'message', 'turn', 'feedback'])
export type ChatWrite = z.infer<typeof ChatWrite>

export const Intent = z.enum([
  'market_data',
  'advice',
  'portfolio',
  'general',
  'distress',
  'unlawful',
  'off_topic',
])
export type Intent = z.infer<typeof Intent>

export const Agent = z.enum(['manager', 'analyst', 'persona', 'risk'])
export type Agent = z.infer<typeof Agent>

/** `claude`: the real model; `demo`: the local stand-in, labelled on screen. */
export const Mentor = z.enum(['claude', 'demo'])
export type Mentor = z.infer<typeof Mentor>

export const TradeSide = z.enum(['buy', 'sell'])
export type TradeSide = z.infer<typeof TradeSide>

export const Confidence = z.enum(['low', 'medium', 'high'])
export type Confidence = z.infer<typeof Confidence>

export const RiskRecommendation = z.enum(['approve', 'revise', 'reject'])
export type RiskRecommendation = z.infer<typeof RiskRecommendation>

/** `move`: a coin's sudden change of price; `fear_greed`: the index jumped, or went to an extreme. */
export const MarketEventKind = z.enum(['move', 'fear_greed'])
export type MarketEventKind = z.infer<typeof MarketEventKind>

export const Direction = z.enum(['up', 'down'])
export type Direction = z.infer<typeof Direction>

/**
 * What a user can ask to be told of. Thresholds: `price_*` in USDT; `change_*` in percent over that time, either way;
 * `fear_greed_*` in points; `position_change` in percent that his own open shadow position in the coin has won or lost.
 */
export const AlertRuleKind = z.enum([
  'price_above',
  'price_below',
  'change_1h',
  'change_24h',
  'fear_greed_above',
  'fear_greed_below',
  'position_change',
])
export type AlertRuleKind = z.infer<typeof AlertRuleKind>

/** A rule that repeats stays quiet for this long after it has fired: minutes, at least and at most. */
export const cooldownMinutes = { least: 5, usual: 60, most: 10_080 } as const

export const Stage = z.enum(['local', 'dev', 'prod'])
export type Stage = z.infer<typeof Stage>

/** A decimal number as text, digits kept exactly as they were given: `-?digits[.digits]`. */
export const Decimal = z.string().check(z.regex(/^-?\d{1,30}(\.\d{1,30})?$/))
export type Decimal = z.infer<typeof Decimal>

/** ISO-8601 in UTC with milliseconds or finer, e.g. `2026-11-24T09:00:00.000Z`. */
export const Timestamp = z.iso.datetime()
export type Timestamp = z.infer<typeof Timestamp>

/** What a browser's own form accepts as an address (HTML, section 4.10.5.1.5), short domains included. */
export const EmailAddress = z.email({ pattern: z.regexes.html5Email })
export type EmailAddress = z.infer<typeof EmailAddress>

export const Id = z.uuid()
export type Id = z.infer<typeof Id>

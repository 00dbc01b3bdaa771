import { type CoinSymbol, coinSymbols, Decimal, Timestamp } from '@sage/db/vocabulary'
import * as z from 'zod/mini'

/** `%`: 2.41 means 2.41 %; a coin symbol: a quantity of that coin; `x`: a multiple. */
export const FactUnit = z.enum(['USDT', '%', 'points', 'count', 'minutes', ...coinSymbols])
export type FactUnit = z.infer<typeof FactUnit>

/** Who vouches for the figure; `sage` for what is computed from the user's own shadow portfolio. */
export const FactVenue = z.enum(['binance', 'gate', 'alternative.me', 'sage'])
export type FactVenue = z.infer<typeof FactVenue>

const coinFacts = [
  'price',
  'high24h',
  'low24h',
  'high1y',
  'low1y',
  'ma50',
  'ma200',
  'change1h',
  'change24h',
  'change7d',
  'change30d',
  'change1y',
  'fromHigh1y',
  'fromLow1y',
  'volatility30d',
  'volume24h',
] as const
const portfolioFacts = [
  'value',
  'invested',
  'profit',
  'fees',
  'return',
  'benchmark',
  'excess',
  'winRate',
  'maxDrawdown',
  'closedTrades',
] as const
const marketFacts = ['fearGreed', 'fearGreedYesterday', 'fearGreedWeekAgo'] as const
const eventFacts = ['change', 'price', 'minutes'] as const

/** The closed list of fact ids: the only figures an answer may contain. */
export type FactId =
  | `${CoinSymbol}.${(typeof coinFacts)[number]}`
  | `market.${(typeof marketFacts)[number]}`
  | `portfolio.${(typeof portfolioFacts)[number]}`
  | `portfolio.${CoinSymbol}.${'value' | 'quantity' | 'return'}`
  | `event.${(typeof eventFacts)[number]}`

export const factIds: readonly FactId[] = [
  ...coinSymbols.flatMap((symbol) => coinFacts.map((name) => `${symbol}.${name}` as const)),
  ...marketFacts.map((name) => `market.${name}` as const),
  ...portfolioFacts.map((name) => `portfolio.${name}` as const),
  ...coinSymbols.flatMap((symbol) =>
    (['value', 'quantity', 'return'] as const).map((name) => `portfolio.${symbol}.${name}` as const),
  ),
  ...eventFacts.map((name) => `event.${name}` as const),
]
export const FactId = z.enum(factIds)

/** One figure with its source. `from` names the facts it was derived from. */
export const Fact = z.object({
  id: FactId,
  value: Decimal,
  unit: FactUnit,
  at: Timestamp,
  venue: FactVenue,
  stale: z.optional(z.boolean()),
  from: z.optional(z.array(FactId)),
})
export type Fact = z.infer<typeof Fact>

/**
 * The shadow portfolio: trades that never touched an exchange, filled at the market's own prices. Money in USDT,
 * quantities in the coin, both as decimal strings; returns are fractions.
 */
import { CoinSymbol, Confidence, Decimal, Id, Timestamp, TradeSide, Venue } from '@sage/db/vocabulary'
import * as z from 'zod/mini'
import { Figures } from './figures.ts'
import { writtenText } from './text.ts'

/** Nobody has more. */
export const mostPortfolios = 3
/** How long a trade can be taken back, from its fill. */
export const undoMs = 10_000
/** Of what a fill is worth: 0.1 %. */
export const feeRate = '0.001'
/** What a trade is worth where its sender does not say. */
export const defaultUsdt = '1000'

export const Portfolio = z.object({
  id: Id,
  name: z.string(),
  /** Where trades go that name no portfolio. */
  isDefault: z.boolean(),
  createdAt: Timestamp,
})
export type Portfolio = z.infer<typeof Portfolio>

/** `GET /api/portfolios`, the default first. There is always one: who deletes his last finds a new one. */
export const Portfolios = z.object({ portfolios: z.array(Portfolio) })
export type Portfolios = z.infer<typeof Portfolios>

const PortfolioName = writtenText({ minLength: 1, maxLength: 40 })

/** `POST /api/portfolios`; 409 `too_many` or `name_taken`. */
export const CreatePortfolio = z.object({ name: PortfolioName })
export type CreatePortfolio = z.infer<typeof CreatePortfolio>

/** `PATCH /api/portfolios/:id`; 409 `name_taken`. The default is left by making another one the default. */
export const UpdatePortfolio = z
  .strictObject({ name: z.optional(PortfolioName), isDefault: z.optional(z.literal(true)) })
  .check(z.refine(({ name, isDefault }) => name !== undefined || isDefault !== undefined))
export type UpdatePortfolio = z.infer<typeof UpdatePortfolio>

const Amount = Decimal.check(z.regex(/^\d{1,12}(\.\d{1,18})?$/), z.regex(/[1-9]/))
/** At most one of the two; `usdt` is before the fee. */
const amount = { usdt: z.optional(Amount), quantity: z.optional(Amount) }

/** Takes a signal. A `sell` closes the holding in its coin unless an amount is given. */
export const TakeSignal = z.strictObject({
  signalId: Id,
  portfolioId: z.optional(Id),
  ...amount,
})
export type TakeSignal = z.infer<typeof TakeSignal>

/** A trade by hand. */
export const TradeByHand = z.strictObject({
  symbol: CoinSymbol,
  side: TradeSide,
  portfolioId: z.optional(Id),
  /** Makes a repeated request harmless: it becomes the trade's id. */
  clientTradeId: z.optional(Id),
  ...amount,
})
export type TradeByHand = z.infer<typeof TradeByHand>

/** `POST /api/shadow-trades`; answers 201 `ShadowTrade`, or 409 with `details: TradeRefusal`. */
export const NewTrade = z
  .union([TakeSignal, TradeByHand])
  .check(z.refine(({ usdt, quantity }) => usdt === undefined || quantity === undefined))
export type NewTrade = z.infer<typeof NewTrade>

/** `POST /api/shadow-trades/:id/close`: what is open of that trade, or a part of it. */
export const CloseTrade = z.object({ quantity: z.optional(Amount) })
export type CloseTrade = z.infer<typeof CloseTrade>

/**
 * Why nothing was traded: no live price came in time, the signal was taken before, nothing of the trade is open (or
 * less than was asked), the ten seconds are over, the ledger is full, or another request changed it just now.
 */
export const TradeRefusal = z.object({
  reason: z.enum([
    'stale_market',
    'signal_taken',
    'nothing_open',
    'too_late',
    'too_many',
    'name_taken',
    'changed',
  ]),
  /** The trade that was made from the signal. */
  tradeId: z.optional(Id),
})
export type TradeRefusal = z.infer<typeof TradeRefusal>

/** A fill and the tick that it was made at: the live venue's ask for a buy, its bid for a sale. */
export const Fill = z.object({
  quantity: Decimal,
  price: Decimal,
  fee: Decimal,
  venue: Venue,
  /** The exchange's own time of the tick. */
  tickAt: Timestamp,
  /** Ask minus bid of the tick. */
  spread: Decimal,
  at: Timestamp,
})
export type Fill = z.infer<typeof Fill>

/** What closed a part of a trade's lot: a close of its own, or a later trade the other way. */
export const Exit = z.extend(Fill, { tradeId: z.nullable(Id), profit: Decimal })
export type Exit = z.infer<typeof Exit>

/** The signal a trade was made from, and where the answer stands. */
export const TradeSignal = z.object({
  id: Id,
  confidence: Confidence,
  reasoning: z.string(),
  /** The price when it was given. */
  price: Decimal,
  at: Timestamp,
  chatId: z.nullable(Id),
  messageId: z.nullable(Id),
})
export type TradeSignal = z.infer<typeof TradeSignal>

/**
 * A trade and what became of it. A buy opens a holding (`long`); a sale closes the oldest holdings of its coin, and
 * what it sells beyond them is an avoided position (`inverse`). The last figures are those of the lot it opened.
 */
export const ShadowTrade = z.extend(Fill, {
  id: Id,
  portfolioId: Id,
  symbol: CoinSymbol,
  side: TradeSide,
  /** Absent for a trade by hand. */
  signal: z.nullable(TradeSignal),
  direction: z.enum(['long', 'inverse']),
  /** What of it opened a lot, and what of that is still open. */
  openedQuantity: Decimal,
  openQuantity: Decimal,
  exits: z.array(Exit),
  /** `null` where the coin has no price now. */
  value: z.nullable(Decimal),
  realised: Decimal,
  unrealised: z.nullable(Decimal),
  profit: z.nullable(Decimal),
  return: z.nullable(Decimal),
  undoUntil: Timestamp,
})
export type ShadowTrade = z.infer<typeof ShadowTrade>

/**
 * `GET /api/shadow-trades?portfolio&cursor&limit`, newest first; `?signal` is the trade that was made from it, in
 * whichever portfolio, or none.
 */
export const ShadowTrades = z.object({
  trades: z.array(ShadowTrade),
  nextCursor: z.nullable(z.string()),
})
export type ShadowTrades = z.infer<typeof ShadowTrades>

export const PerformanceRange = z.enum(['24h', '7d', '30d', '90d', '1y', 'all'])
export type PerformanceRange = z.infer<typeof PerformanceRange>

/** How often signals of one confidence came out ahead, over lots that were closed. */
export const Calibration = z.object({
  confidence: Confidence,
  closedTrades: z.int(),
  right: z.int(),
  rate: z.nullable(Decimal),
})
export type Calibration = z.infer<typeof Calibration>

/**
 * `GET /api/portfolio/performance?portfolio&range`, or `&from&to` for any span; a range ends now. Neither begins
 * before the first trade. `winRate` is `null` under five closed trades.
 */
export const Performance = z.extend(Figures, {
  portfolioId: Id,
  /** `null` for a span. */
  range: z.nullable(PerformanceRange),
  /** Whether a coin it holds has no live price now, so that an older one stands in. */
  stale: z.boolean(),
  trades: z.int(),
  byConfidence: z.array(Calibration),
})
export type Performance = z.infer<typeof Performance>

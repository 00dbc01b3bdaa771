/**
 * The figures of a portfolio. Money in USDT and quantities in the coin as decimal strings; returns, rates and
 * drawdowns are fractions (0.05 is 5 %). `null` where a figure does not exist or rests on a missing price.
 */
import { CoinSymbol, Decimal, Timestamp } from '@sage/db/vocabulary'
import * as z from 'zod/mini'

const MaybeDecimal = z.nullable(Decimal)

/** A lot that was sold, or an avoided position that was given up; profit after both fees. */
export const LotResult = z.object({
  /** The trade that opened it. */
  tradeId: z.string(),
  symbol: CoinSymbol,
  profit: Decimal,
  return: MaybeDecimal,
})
export type LotResult = z.infer<typeof LotResult>

export const CoinResult = z.object({
  symbol: CoinSymbol,
  /** Held, and avoided (see `Figures`). */
  quantity: Decimal,
  avoidedQuantity: Decimal,
  /** What its open lots and those closed in the range cost, with fees. */
  invested: Decimal,
  value: MaybeDecimal,
  realised: Decimal,
  unrealised: MaybeDecimal,
  profit: MaybeDecimal,
  return: MaybeDecimal,
  closedTrades: z.int(),
})
export type CoinResult = z.infer<typeof CoinResult>

/** The close of a UTC day or, in short ranges, hour; or the end of the range. The indices begin at 1 at the start of the range. */
export const EquityPoint = z.object({
  at: Timestamp,
  value: MaybeDecimal,
  /** What the same cash flows would be worth in BTC. */
  benchmarkValue: MaybeDecimal,
  index: MaybeDecimal,
  benchmarkIndex: MaybeDecimal,
})
export type EquityPoint = z.infer<typeof EquityPoint>

/**
 * `invested` is the value at the start of the range plus everything paid in, buying fees included; `withdrawn` what
 * sales paid out after their fees; `profit = value + withdrawn - invested`. Sales beyond a holding are *avoided
 * positions*: fully funded, worth `quantity x (2 x entry - price)`.
 */
export const Figures = z.object({
  from: Timestamp,
  to: Timestamp,
  /** Whether a price that is needed is missing; `missing` names them. */
  incomplete: z.boolean(),
  missing: z.array(z.object({ symbol: CoinSymbol, at: Timestamp })),
  invested: MaybeDecimal,
  withdrawn: Decimal,
  value: MaybeDecimal,
  profit: MaybeDecimal,
  return: MaybeDecimal,
  fees: Decimal,
  /** Of lots closed in the range. */
  realised: Decimal,
  /** Of lots open at its end, since they were opened. */
  unrealised: MaybeDecimal,
  timeWeightedReturn: MaybeDecimal,
  /** A year's rate (XIRR, Act/365, whole days); none within one day. */
  moneyWeightedReturn: MaybeDecimal,
  benchmarkReturn: MaybeDecimal,
  excessReturn: MaybeDecimal,
  /** Number of days that the next four rest on; the ratios need two. */
  dailyReturns: z.int(),
  /** As a positive fraction. */
  maxDrawdown: MaybeDecimal,
  volatility: MaybeDecimal,
  sharpe: MaybeDecimal,
  sortino: MaybeDecimal,
  /** Lots closed in the range; one that came out even is neither a win nor a loss. */
  closedTrades: z.int(),
  wins: z.int(),
  losses: z.int(),
  winRate: MaybeDecimal,
  /** `null` without losses. */
  profitFactor: MaybeDecimal,
  averageWin: MaybeDecimal,
  averageLoss: MaybeDecimal,
  best: z.nullable(LotResult),
  worst: z.nullable(LotResult),
  /** Share of the range with money at work. */
  exposure: Decimal,
  byCoin: z.array(CoinResult),
  equity: z.array(EquityPoint),
})
export type Figures = z.infer<typeof Figures>

/** Under this many closed trades a win rate says nothing and is not shown. */
export const fewestTradesForWinRate = 5

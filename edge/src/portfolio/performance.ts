/** Every figure of a portfolio over a range of time, from its trades and the market's prices. Pure. */
import { type CoinSymbol, coinSymbols } from '@sage/db/vocabulary'
import type { CoinResult, Figures, LotResult } from '../contract/figures.ts'
import { Money, one, toText, toTextOrNull, zero } from './decimal.ts'
import { fillsOf, type Trade } from './fills.ts'
import { type CashFlow, type ClosedLot, type Lot, lotValue } from './lots.ts'
import { PriceBook, type PriceSeries } from './prices.ts'
import { maxDrawdown, mean, sharpe, sortino, sum, volatility } from './statistics.ts'
import { type Close, type Walk, walk } from './walk.ts'
import { type Payment, xirr } from './xirr.ts'

export interface PerformanceInput {
  /** In any order. */
  readonly trades: readonly Trade[]
  readonly prices: PriceSeries
  /** ISO-8601; `from` is before `to`. */
  readonly from: string
  readonly to: string
}

/**
 * The figures from `from` to `to`. What rests on a price that nobody knows is `null`, and `incomplete` says so.
 * Cost is linear in the trades and in the days.
 */
export function performance({ trades, prices, from, to }: PerformanceInput): Figures {
  const book = new PriceBook(prices)
  const range = { fromMs: Date.parse(from), toMs: Date.parse(to) }
  const timed = trades.map(({ at, ...trade }) => ({ ...trade, atMs: Date.parse(at) }))
  return figuresOf(walk(fillsOf(timed), book, range.fromMs, range.toMs), book, range)
}

/** The figures of a walk over `range`, in Unix time in ms. */
export function figuresOf(
  walked: Walk,
  prices: PriceBook,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Figures {
  const closed = walked.book.closed.slice(walked.closedBefore)
  const open = [...walked.book.open()].map((lot) => ({ lot, price: prices.at(lot.symbol, toMs) }))
  const last = walked.closes.at(-1)
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    incomplete: walked.missing.length > 0,
    missing: walked.missing.map(({ symbol, atMs }) => ({ symbol, at: new Date(atMs).toISOString() })),
    ...money(walked, last?.value),
    realised: toText(sum(closed.map((lot) => lot.profit))),
    unrealised: toTextOrNull(total(open.map(({ lot, price }) => unrealised(lot, price)))),
    ...returns(walked, last, fromMs, toMs),
    ...risk(walked.closes),
    ...outcomes(closed),
    exposure: toText(toMs > fromMs ? new Money(walked.activeMs).div(toMs - fromMs) : zero),
    byCoin: coinSymbols.flatMap((symbol) => coinResult(symbol, open, closed)),
    equity: walked.curve.map((close) => ({
      at: new Date(close.atMs).toISOString(),
      value: toTextOrNull(close.value),
      benchmarkValue: toTextOrNull(close.benchmarkValue),
      index: toTextOrNull(close.index),
      benchmarkIndex: toTextOrNull(close.benchmarkIndex),
    })),
  }
}

interface OpenLot {
  readonly lot: Lot
  readonly price: Money | undefined
}

/** What an open lot has won so far, after the fee of its purchase. */
function unrealised(lot: Lot, price: Money | undefined): Money | undefined {
  return price && lotValue(lot, price).minus(cost(lot))
}

const cost = (lot: Lot): Money => lot.quantity.times(lot.entryPrice).plus(lot.entryFee)

const total = (values: readonly (Money | undefined)[]): Money | undefined =>
  values.reduce<Money | undefined>((all, value) => all && value && all.plus(value), zero)

const paidIn = (flow: CashFlow): Money =>
  flow.opened.isZero() ? zero : flow.contribution.plus(flow.contributionFee)
const paidOut = (flow: CashFlow): Money =>
  flow.closed.isZero() ? zero : flow.withdrawal.minus(flow.withdrawalFee)

function money({ flows, startValue }: Walk, value: Money | undefined) {
  const invested = startValue?.plus(sum(flows.map(paidIn)))
  const withdrawn = sum(flows.map(paidOut))
  const profit = invested && value?.plus(withdrawn).minus(invested)
  return {
    invested: toTextOrNull(invested),
    withdrawn: toText(withdrawn),
    value: toTextOrNull(value),
    profit: toTextOrNull(profit),
    return: toTextOrNull(profit && ratio(profit, invested)),
    fees: toText(sum(flows.map((flow) => flow.fill.fee))),
  }
}

function returns(walked: Walk, last: Close | undefined, fromMs: number, toMs: number) {
  const own = last?.index?.minus(one)
  const benchmark = last?.benchmarkIndex?.minus(one)
  const rate = moneyWeighted(walked, last?.value, fromMs, toMs)
  return {
    timeWeightedReturn: toTextOrNull(own),
    moneyWeightedReturn: rate === undefined ? null : toText(new Money(rate)),
    benchmarkReturn: toTextOrNull(benchmark),
    excessReturn: toTextOrNull(own && benchmark && own.minus(benchmark)),
  }
}

function moneyWeighted(
  { flows, startValue }: Walk,
  value: Money | undefined,
  fromMs: number,
  toMs: number,
): number | undefined {
  if (!value || !startValue) return undefined
  const payments: Payment[] = flows.map((flow) => ({
    atMs: flow.fill.atMs,
    amount: paidOut(flow).minus(paidIn(flow)).toNumber(),
  }))
  return xirr([
    { atMs: fromMs, amount: -startValue.toNumber() },
    ...payments,
    { atMs: toMs, amount: value.toNumber() },
  ])
}

function risk(closes: readonly Close[]) {
  const known = closes.flatMap(({ index }) => index ?? [])
  const daily = dailyReturns(closes)
  return {
    dailyReturns: daily.length,
    maxDrawdown: known.length === 0 ? null : toText(maxDrawdown([one, ...known])),
    volatility: toTextOrNull(volatility(daily)),
    sharpe: toTextOrNull(sharpe(daily)),
    sortino: toTextOrNull(sortino(daily)),
  }
}

/** The index's growth from close to close, for days on which money was at work. */
export function dailyReturns(closes: readonly Pick<Close, 'index' | 'active'>[]): Money[] {
  let before: Money | undefined = one
  return closes.flatMap(({ index, active }) => {
    const from = before
    before = index
    return active && index && from?.gt(0) ? [index.div(from).minus(one)] : []
  })
}

/** Of each closed lot; neither a win nor a loss is one that came out even. */
function outcomes(closed: readonly ClosedLot[]) {
  const profits = closed.map((lot) => lot.profit)
  const wins = profits.filter((profit) => profit.gt(0))
  const losses = profits.filter((profit) => profit.lt(0))
  const [best, worst] = extremes(closed)
  return {
    closedTrades: closed.length,
    wins: wins.length,
    losses: losses.length,
    winRate: closed.length === 0 ? null : toText(new Money(wins.length).div(closed.length)),
    profitFactor: losses.length === 0 ? null : toText(sum(wins).div(sum(losses).neg())),
    averageWin: toTextOrNull(mean(wins)),
    averageLoss: toTextOrNull(mean(losses)),
    best: lotResult(best),
    worst: lotResult(worst),
  }
}

/** Of equal profits the earliest is the worst and the latest the best. */
function extremes(closed: readonly ClosedLot[]): [best: ClosedLot | undefined, worst: ClosedLot | undefined] {
  let [best, worst] = [closed[0], closed[0]]
  for (const lot of closed) {
    if (best && lot.profit.gte(best.profit)) best = lot
    if (worst && lot.profit.lt(worst.profit)) worst = lot
  }
  return [best, worst]
}

function lotResult(lot: ClosedLot | undefined): LotResult | null {
  if (!lot) return null
  return {
    tradeId: lot.id,
    symbol: lot.symbol,
    profit: toText(lot.profit),
    return: toTextOrNull(ratio(lot.profit, cost(lot))),
  }
}

function coinResult(
  symbol: CoinSymbol,
  allOpen: readonly OpenLot[],
  allClosed: readonly ClosedLot[],
): CoinResult[] {
  const open = allOpen.filter(({ lot }) => lot.symbol === symbol)
  const closed = allClosed.filter((lot) => lot.symbol === symbol)
  if (open.length === 0 && closed.length === 0) return []
  const quantity = (direction: Lot['direction']) =>
    toText(sum(open.flatMap(({ lot }) => (lot.direction === direction ? lot.quantity : []))))
  const invested = sum([...open.map(({ lot }) => cost(lot)), ...closed.map(cost)])
  const realised = sum(closed.map((lot) => lot.profit))
  const floating = total(open.map(({ lot, price }) => unrealised(lot, price)))
  const profit = floating?.plus(realised)
  return [
    {
      symbol,
      quantity: quantity('long'),
      avoidedQuantity: quantity('inverse'),
      invested: toText(invested),
      value: toTextOrNull(total(open.map(({ lot, price }) => price && lotValue(lot, price)))),
      realised: toText(realised),
      unrealised: toTextOrNull(floating),
      profit: toTextOrNull(profit),
      return: toTextOrNull(profit && ratio(profit, invested)),
      closedTrades: closed.length,
    },
  ]
}

function ratio(part: Money, whole: Money): Money | undefined {
  return whole.gt(0) ? part.div(whole) : undefined
}

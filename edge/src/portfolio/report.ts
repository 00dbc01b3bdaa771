/** A stored portfolio's performance over a range that ends now. */
import { Confidence, coinSymbols } from '@sage/db/vocabulary'
import {
  type Calibration,
  fewestTradesForWinRate,
  type Performance,
  type PerformanceRange,
} from '../contract/index.ts'
import { Money, toText } from './decimal.ts'
import { type Entries, fillsOfEntries } from './ledger.ts'
import type { ClosedLot } from './lots.ts'
import { figuresOf } from './performance.ts'
import { PriceBook, type PriceSeries } from './prices.ts'
import type { PricesNow } from './trade-views.ts'
import { dayMs, walk } from './walk.ts'

const days: Record<Exclude<PerformanceRange, 'all'>, number> = { '7d': 7, '30d': 30, '90d': 90, '1y': 365 }

export interface ReportInput {
  readonly portfolioId: string
  readonly range: PerformanceRange
  readonly entries: Entries
  /** Closes of UTC days, `[time of the close, price]`. */
  readonly closes: PriceSeries
  readonly pricesNow: PricesNow
  readonly now: Date
}

/** The range never begins before the first trade: there was nothing to measure. */
export function rangeStart(range: PerformanceRange, entries: Entries, now: Date): Date {
  const first = entries.trades[0]?.at ?? now
  if (range === 'all') return first
  return new Date(Math.max(first.getTime(), now.getTime() - days[range] * dayMs))
}

export function report({ portfolioId, range, entries, closes, pricesNow, now }: ReportInput): Performance {
  const from = rangeStart(range, entries, now)
  const prices = new PriceBook(seriesOf(closes, pricesNow, now))
  const bounds = { fromMs: from.getTime(), toMs: now.getTime() }
  const walked = walk(fillsOfEntries(entries), prices, bounds.fromMs, bounds.toMs)
  const figures = figuresOf(walked, prices, bounds)
  return {
    portfolioId,
    range,
    stale: walked.book.symbols().some((symbol) => pricesNow[symbol] === undefined),
    trades: entries.trades.length,
    ...figures,
    winRate: figures.closedTrades < fewestTradesForWinRate ? null : figures.winRate,
    byConfidence: calibration(entries, walked.book.closed.slice(walked.closedBefore)),
  }
}

/** Daily closes, and the prices of now. */
function seriesOf(closes: PriceSeries, pricesNow: PricesNow, now: Date): PriceSeries {
  return Object.fromEntries(
    coinSymbols.map((symbol) => {
      const price = pricesNow[symbol]
      const latest = price === undefined ? [] : [[now.toISOString(), price] as const]
      return [symbol, [...(closes[symbol] ?? []), ...latest]]
    }),
  )
}

function calibration({ trades }: Entries, closed: readonly ClosedLot[]): Calibration[] {
  const confidenceOf = new Map(trades.map(({ id, confidence }) => [id, confidence]))
  return Confidence.options.map((confidence) => {
    const own = closed.filter((lot) => confidenceOf.get(lot.id) === confidence)
    const right = own.filter((lot) => lot.profit.gt(0)).length
    return {
      confidence,
      closedTrades: own.length,
      right,
      rate: own.length === 0 ? null : toText(new Money(right).div(own.length)),
    }
  })
}

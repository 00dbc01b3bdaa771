/** A stored portfolio's performance over a span of time. */
import { Confidence, coinSymbols } from '@sage/db/vocabulary'
import {
  type Calibration,
  fewestTradesForWinRate,
  type Performance,
  type PerformanceRange,
} from '../contract/index.ts'
import type { Span } from './closes.ts'
import { Money, toText } from './decimal.ts'
import { fillsOfEntries, type MeasuredEntries } from './ledger.ts'
import type { ClosedLot } from './lots.ts'
import { figuresOf } from './performance.ts'
import { PriceBook, type PriceSeries } from './prices.ts'
import type { PricesNow } from './trade-views.ts'
import { dayMs, hourMs, walk } from './walk.ts'

const days: Record<Exclude<PerformanceRange, 'all'>, number> = {
  '24h': 1,
  '7d': 7,
  '30d': 30,
  '90d': 90,
  '1y': 365,
}

/** Longer spans have a point a day. */
const longestByHourMs = 8 * dayMs

/** Up to now, or any span. */
export type Asked = PerformanceRange | { readonly from: Date; readonly to: Date }

export interface ReportInput {
  readonly portfolioId: string
  readonly asked: Asked
  readonly span: Span
  readonly entries: MeasuredEntries
  readonly closes: PriceSeries
  readonly pricesNow: PricesNow
  readonly now: Date
}

/** The span never begins before the first trade, when there was nothing to measure, nor ends after now. */
export function spanOf(asked: Asked, { trades }: MeasuredEntries, now: Date): Span {
  const first = (trades[0]?.at ?? now).getTime()
  const toMs = Math.min(now.getTime(), typeof asked === 'string' ? now.getTime() : asked.to.getTime())
  const fromMs = Math.min(toMs, Math.max(first, startOf(asked, first, now)))
  return {
    from: new Date(fromMs),
    to: new Date(toMs),
    stepMs: toMs - fromMs <= longestByHourMs ? hourMs : dayMs,
  }
}

function startOf(asked: Asked, first: number, now: Date): number {
  if (typeof asked !== 'string') return asked.from.getTime()
  return asked === 'all' ? first : now.getTime() - days[asked] * dayMs
}

export function report({
  portfolioId,
  asked,
  span,
  entries,
  closes,
  pricesNow,
  now,
}: ReportInput): Performance {
  const prices = new PriceBook(seriesOf(closes, pricesNow, now))
  const bounds = { fromMs: span.from.getTime(), toMs: span.to.getTime() }
  const walked = walk(fillsOfEntries(entries), prices, bounds.fromMs, bounds.toMs, span.stepMs)
  const figures = figuresOf(walked, prices, bounds)
  const isNow = bounds.toMs === now.getTime()
  return {
    portfolioId,
    range: typeof asked === 'string' ? asked : null,
    stale: isNow && walked.book.symbols().some((symbol) => pricesNow[symbol] === undefined),
    trades: entries.trades.length,
    ...figures,
    winRate: figures.closedTrades < fewestTradesForWinRate ? null : figures.winRate,
    byConfidence: calibration(entries, walked.book.closed.slice(walked.closedBefore)),
  }
}

/** The closes, and the prices of now. */
function seriesOf(closes: PriceSeries, pricesNow: PricesNow, now: Date): PriceSeries {
  return Object.fromEntries(
    coinSymbols.map((symbol) => {
      const price = pricesNow[symbol]
      const latest = price === undefined ? [] : [[now.getTime(), price] as const]
      return [symbol, [...(closes[symbol] ?? []), ...latest]]
    }),
  )
}

function calibration({ trades }: MeasuredEntries, closed: readonly ClosedLot[]): Calibration[] {
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

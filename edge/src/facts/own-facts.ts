/** The facts of the reader's own shadow portfolio, and of the sudden move that a chat was opened by. */
import type { CoinSymbol, Timestamp } from '@sage/db/vocabulary'
import type { Quote } from '@sage/ingest/contract'
import type { Fact, FactId } from '../contract/fact.ts'
import type { FactSheet } from './fact-sheet.ts'

/** One coin's open position in the shadow portfolio. Decimal strings; `returnPercent` as 2.41 for 2.41 %. */
export interface PositionSummary {
  readonly symbol: CoinSymbol
  readonly quantity: string
  readonly value?: string
  readonly returnPercent?: string
}

/** The user's shadow portfolio when the turn starts. What is unknown (no price, no closed trade) is absent. */
export interface PortfolioSummary {
  readonly at: Timestamp
  /** Whether a position is valued at a quote older than its limit. */
  readonly stale?: boolean
  readonly value?: string
  readonly invested?: string
  readonly profit?: string
  readonly fees?: string
  readonly returnPercent?: string
  readonly benchmarkPercent?: string
  readonly excessPercent?: string
  readonly winRatePercent?: string
  /** The largest fall from a peak, as a positive percentage. */
  readonly maxDrawdownPercent?: string
  readonly closedTrades?: number
  readonly positions: readonly PositionSummary[]
}

/** The facts of the user's own shadow portfolio; `sage` vouches for them. */
export function portfolioFacts(portfolio: PortfolioSummary): Fact[] {
  const { at } = portfolio
  const stale = portfolio.stale === true ? { stale: true } : {}
  const make = (id: FactId, value: string | undefined, unit: Fact['unit'], from?: FactId[]): Fact[] =>
    value === undefined ? [] : [{ id, value, unit, at, venue: 'sage', ...stale, ...(from ? { from } : {}) }]
  const valued = portfolio.positions.filter((position) => position.value !== undefined)
  const prices = valued.map((position): FactId => `${position.symbol}.price`)
  return [
    ...make('portfolio.value', portfolio.value, 'USDT', prices),
    ...make('portfolio.invested', portfolio.invested, 'USDT'),
    ...make('portfolio.profit', portfolio.profit, 'USDT', ['portfolio.value', 'portfolio.invested']),
    ...make('portfolio.fees', portfolio.fees, 'USDT'),
    ...make('portfolio.return', portfolio.returnPercent, '%', ['portfolio.profit', 'portfolio.invested']),
    ...make('portfolio.benchmark', portfolio.benchmarkPercent, '%', ['BTC.price']),
    ...make('portfolio.excess', portfolio.excessPercent, '%', ['portfolio.return', 'portfolio.benchmark']),
    ...make('portfolio.winRate', portfolio.winRatePercent, '%', ['portfolio.closedTrades']),
    ...make('portfolio.maxDrawdown', portfolio.maxDrawdownPercent, '%', ['portfolio.value']),
    ...make('portfolio.closedTrades', portfolio.closedTrades?.toString(), 'count'),
    ...portfolio.positions.flatMap(({ symbol, quantity, value, returnPercent }) => [
      ...make(`portfolio.${symbol}.quantity`, quantity, symbol),
      ...make(`portfolio.${symbol}.value`, value, 'USDT', [
        `portfolio.${symbol}.quantity`,
        `${symbol}.price`,
      ]),
      ...make(`portfolio.${symbol}.return`, returnPercent, '%', [`portfolio.${symbol}.value`]),
    ]),
  ]
}

/** The sudden move, or the crossing, that a chat was opened by; what does not belong to it is absent. */
export interface EventSummary {
  readonly changePercent?: string | undefined
  readonly price?: string | undefined
  readonly minutes?: number | undefined
  readonly at: Timestamp
  readonly venue: Quote['venue']
}

/** The sheet with the figures of the moment beside those of now. */
export function withEvent(sheet: FactSheet, event: EventSummary | undefined): FactSheet {
  if (event === undefined) return sheet
  const own = eventFacts(event).map((fact) => [fact.id, fact] as const)
  return { ...sheet, facts: new Map([...sheet.facts, ...own]) }
}

export function eventFacts({ changePercent, price, minutes, at, venue }: EventSummary): Fact[] {
  const make = (id: FactId, value: string | undefined, unit: Fact['unit'], from?: FactId[]): Fact[] =>
    value === undefined ? [] : [{ id, value, unit, at, venue, ...(from ? { from } : {}) }]
  return [
    ...make('event.change', changePercent, '%', price === undefined ? undefined : ['event.price']),
    ...make('event.price', price, 'USDT'),
    ...make('event.minutes', minutes?.toString(), 'minutes'),
  ]
}

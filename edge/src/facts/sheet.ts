/**
 * The fact sheet: every figure that a turn may cite, from one snapshot, candles, Fear & Greed and the user's
 * shadow portfolio. What an input does not support is absent, never 0; what rests on a stale quote is marked.
 * Arithmetic is decimal throughout.
 */
import { type CoinSymbol, coinSymbols, type Timestamp } from '@sage/db/vocabulary'
import type { Candle, FearGreedPoint, Quote, Snapshot } from '@sage/ingest/contract'
import { Decimal } from 'decimal.js'
import type { Fact, FactId } from '../contract/fact.ts'
import type { FactSheet } from './fact-sheet.ts'
import { type EventSummary, eventFacts, type PortfolioSummary, portfolioFacts } from './own-facts.ts'

export type { EventSummary, PortfolioSummary, PositionSummary } from './own-facts.ts'
export { eventFacts, portfolioFacts } from './own-facts.ts'

/** Candles of one coin, each list oldest first. Days should reach back a year for the yearly facts. */
export interface CoinCandles {
  readonly minutes: readonly Candle[]
  readonly hours: readonly Candle[]
  readonly days: readonly Candle[]
}

export interface MarketInputs {
  readonly snapshot: Snapshot
  readonly candles: Readonly<Partial<Record<CoinSymbol, CoinCandles>>>
  /** Daily readings, oldest first; used where the snapshot carries no earlier ones. */
  readonly fearGreedHistory?: readonly FearGreedPoint[]
  readonly now: Date
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** The index is published daily; two days without news make it stale. */
const fearGreedStaleAfterMs = 2 * dayMs

/** How far a candle may lie from the moment it stands for, before the change over that span is unknown. */
const reach = { '1h': 5 * 60_000, '7d': 90 * 60_000, '30d': 36 * hourMs, '1y': 3 * dayMs } as const

/** The facts of appendix B that the market gives, for every coin with a quote. */
export function marketFacts({ snapshot, candles, fearGreedHistory = [], now }: MarketInputs): Fact[] {
  const coins = snapshot.quotes.flatMap((quote) => [
    ...quoteFacts(quote),
    ...candleFacts(quote, candles[quote.symbol], now),
  ])
  return [...coins, ...fearGreedFacts(snapshot, fearGreedHistory, now)]
}

type Derive = (
  name: FactId,
  value: Decimal | undefined,
  unit: Fact['unit'],
  from?: readonly FactId[],
) => Fact[]

/** Makes facts that share a quote's time, venue and freshness. */
function deriver(quote: Quote): Derive {
  return (id, value, unit, from) =>
    value === undefined || !value.isFinite()
      ? []
      : [
          {
            id,
            value: plain(value),
            unit,
            at: quote.at,
            venue: quote.venue,
            ...(quote.freshness === 'stale' ? { stale: true } : {}),
            ...(from === undefined ? {} : { from: [...from] }),
          },
        ]
}

/** At most 12 decimals, so that a quotient stays a decimal of the contract's length. */
const plain = (value: Decimal): string => value.toDecimalPlaces(12).toFixed()

function quoteFacts(quote: Quote): Fact[] {
  const { symbol } = quote
  const make = deriver(quote)
  const given = (text: string | undefined) => (text === undefined ? undefined : new Decimal(text))
  return [
    ...make(`${symbol}.price`, given(quote.price), 'USDT'),
    ...make(`${symbol}.high24h`, given(quote.high24h), 'USDT'),
    ...make(`${symbol}.low24h`, given(quote.low24h), 'USDT'),
    ...make(`${symbol}.change24h`, given(quote.changePercent24h), '%'),
    ...make(`${symbol}.volume24h`, given(quote.volume24h), 'USDT'),
  ]
}

function candleFacts(quote: Quote, candles: CoinCandles | undefined, now: Date): Fact[] {
  if (candles === undefined) return []
  const { symbol } = quote
  const make = deriver(quote)
  const price = new Decimal(quote.price)
  const at = now.getTime()
  const days = candles.days.filter((candle) => Date.parse(candle.at) <= at)
  const closed = days.filter((candle) => Date.parse(candle.at) + dayMs <= at)
  const year = days.filter((candle) => Date.parse(candle.at) > at - 365 * dayMs)
  const covered = wholeYear(days, at)
  const high1y = covered ? Decimal.max(price, ...year.map((candle) => candle.high)) : undefined
  const low1y = covered ? Decimal.min(price, ...year.map((candle) => candle.low)) : undefined
  const since = (list: readonly Candle[], spanMs: number, stepMs: number, reachMs: number) =>
    changeSince(price, list, at - spanMs, stepMs, reachMs)
  const fromPrice: readonly FactId[] = [`${symbol}.price`]
  return [
    ...make(`${symbol}.change1h`, since(candles.minutes, hourMs, 60_000, reach['1h']), '%', fromPrice),
    ...make(
      `${symbol}.change7d`,
      since(candles.hours, 7 * dayMs, hourMs, reach['7d']) ?? since(days, 7 * dayMs, dayMs, reach['30d']),
      '%',
      fromPrice,
    ),
    ...make(
      `${symbol}.change30d`,
      since(candles.hours, 30 * dayMs, hourMs, reach['7d']) ?? since(days, 30 * dayMs, dayMs, reach['30d']),
      '%',
      fromPrice,
    ),
    ...make(`${symbol}.change1y`, since(days, 365 * dayMs, dayMs, reach['1y']), '%', fromPrice),
    ...make(`${symbol}.high1y`, high1y, 'USDT'),
    ...make(`${symbol}.low1y`, low1y, 'USDT'),
    ...make(`${symbol}.fromHigh1y`, high1y && percentFrom(high1y, price), '%', [
      `${symbol}.price`,
      `${symbol}.high1y`,
    ]),
    ...make(`${symbol}.fromLow1y`, low1y && percentFrom(low1y, price), '%', [
      `${symbol}.price`,
      `${symbol}.low1y`,
    ]),
    ...make(`${symbol}.ma50`, movingAverage(closed, 50, at), 'USDT'),
    ...make(`${symbol}.ma200`, movingAverage(closed, 200, at), 'USDT'),
    ...make(`${symbol}.volatility30d`, volatility(closed, 30, at), '%'),
  ]
}

/** (to - from) / from in percent; absent for a base of 0. */
export function percentFrom(from: Decimal, to: Decimal): Decimal | undefined {
  return from.isZero() ? undefined : to.sub(from).div(from).mul(100)
}

/**
 * Change in percent from the close of the candle that ended nearest to `moment`, if it ended within `reachMs` of
 * it: a hole in the data gives no change rather than a change over some other span.
 */
function changeSince(
  price: Decimal,
  candles: readonly Candle[],
  moment: number,
  stepMs: number,
  reachMs: number,
): Decimal | undefined {
  let base: Candle | undefined
  let distance = Number.POSITIVE_INFINITY
  for (const candle of candles) {
    const away = Math.abs(Date.parse(candle.at) + stepMs - moment)
    if (away < distance) {
      base = candle
      distance = away
    }
  }
  return base === undefined || distance > reachMs ? undefined : percentFrom(new Decimal(base.close), price)
}

/** The `count` newest of the closed days, if none is missing among them and the newest ended within two days. */
function recentDays(closed: readonly Candle[], count: number, at: number): readonly Candle[] | undefined {
  const recent = closed.slice(-count)
  const first = recent[0]
  const last = recent.at(-1)
  if (first === undefined || last === undefined || recent.length < count) return undefined
  const span = Date.parse(last.at) - Date.parse(first.at)
  const ended = Date.parse(last.at) + dayMs
  return span === (count - 1) * dayMs && at - ended <= 2 * dayMs ? recent : undefined
}

function wholeYear(days: readonly Candle[], at: number): boolean {
  const within = days.filter((candle) => Date.parse(candle.at) > at - 365 * dayMs)
  const last = within.at(-1)
  return within.length >= 360 && last !== undefined && at - Date.parse(last.at) <= 2 * dayMs
}

/** Mean close of the last `count` closed days. */
function movingAverage(closed: readonly Candle[], count: number, at: number): Decimal | undefined {
  const recent = recentDays(closed, count, at)
  return recent && Decimal.sum(...recent.map((candle) => candle.close)).div(count)
}

/**
 * Annualised volatility in percent: the sample standard deviation of the last `count` daily logarithmic returns,
 * times the square root of 365 (crypto trades every day).
 */
function volatility(closed: readonly Candle[], count: number, at: number): Decimal | undefined {
  const recent = recentDays(closed, count + 1, at)
  if (recent === undefined || recent.some((candle) => new Decimal(candle.close).lte(0))) return undefined
  const returns = recent.slice(1).map((candle, index) => {
    const earlier = recent[index]
    return new Decimal(candle.close).div(earlier?.close ?? candle.close).ln()
  })
  const mean = Decimal.sum(...returns).div(count)
  const variance = Decimal.sum(...returns.map((each) => each.sub(mean).pow(2))).div(count - 1)
  return variance.sqrt().mul(new Decimal(365).sqrt()).mul(100)
}

function fearGreedFacts(snapshot: Snapshot, history: readonly FearGreedPoint[], now: Date): Fact[] {
  const index = snapshot.fearGreed
  if (index === undefined) return []
  const stale = now.getTime() - Date.parse(index.at) > fearGreedStaleAfterMs
  const make = (id: FactId, value: number | undefined, at: Timestamp): Fact[] =>
    value === undefined
      ? []
      : [
          {
            id,
            value: String(value),
            unit: 'points',
            at,
            venue: 'alternative.me',
            ...(stale ? { stale } : {}),
          },
        ]
  const daysBefore = (days: number) => {
    const moment = Date.parse(index.at) - days * dayMs
    return history.find((point) => Math.abs(Date.parse(point.at) - moment) < dayMs / 2)
  }
  const ago = (days: number) => new Date(Date.parse(index.at) - days * dayMs).toISOString()
  return [
    ...make('market.fearGreed', index.value, index.at),
    ...make('market.fearGreedYesterday', index.yesterday ?? daysBefore(1)?.value, ago(1)),
    ...make('market.fearGreedWeekAgo', index.weekAgo ?? daysBefore(7)?.value, ago(7)),
  ]
}

export interface SheetInputs extends MarketInputs {
  readonly portfolio?: PortfolioSummary
  readonly event?: EventSummary
}

/** Every figure that a turn may cite, in the order of the contract's list. */
export function factSheet({ portfolio, event, ...market }: SheetInputs): FactSheet {
  const facts = [
    ...marketFacts(market),
    ...(portfolio === undefined ? [] : portfolioFacts(portfolio)),
    ...(event === undefined ? [] : eventFacts(event)),
  ]
  return {
    snapshotAt: market.snapshot.at,
    source: market.snapshot.source,
    facts: new Map(facts.map((fact) => [fact.id, fact])),
  }
}

/** The coins whose price on the sheet is missing or stale, for which no advice may be given. */
export function unusableCoins(sheet: FactSheet): readonly CoinSymbol[] {
  return coinSymbols.filter((symbol) => {
    const price = sheet.facts.get(`${symbol}.price`)
    return price === undefined || price.stale === true
  })
}

/**
 * One-minute candles from trades, for every symbol on every venue. A minute is only said to be closed if every one of
 * its trades was heard; any other is left to be back-filled from the venue's own candles.
 */
import { type CoinSymbol, coinSymbols, type Venue, venues } from '@sage/db/vocabulary'
import type { Trade } from '../exchanges/exchange.ts'
import { type Candle, intervalMs, type StoredCandle, startOf } from './candle.ts'
import { decimalOf } from './decimal.ts'
import { createExactSum, type ExactSum, scaled } from './exact-sum.ts'
import { createIdRanges, type IdRanges } from './id-ranges.ts'

/** Trades may come this much after the end of their minute. */
export const graceMs = 2000
/** Closed minutes are remembered, to tell a late trade from a repeated one and to serve what is not yet stored. */
const rememberedMs = 5 * intervalMs['1m']

interface Minute {
  readonly atMs: number
  readonly ids: IdRanges
  firstId: number
  lastId: number
  open: string
  close: string
  high: string
  low: string
  /** The same as numbers, only to compare: a price's digits fit a double. */
  highest: number
  lowest: number
  readonly volume: ExactSum
  readonly quoteVolume: ExactSum
  closed: boolean
  complete: boolean
}

interface Series {
  readonly minutes: Map<number, Minute>
  /** The minute of the newest trade, which most trades belong to. */
  newest: Minute | undefined
  /** Start of the newest closed minute. */
  closedMs: number
  /** Last trade id of the newest closed minute that had trades. */
  closedId: number | undefined
}

export interface CandleFold {
  /** Whether the trade was taken in; `repeated` and `late` ones change nothing. */
  add(trade: Trade): 'added' | 'repeated' | 'late'
  /** Something may have been missed on `venue`: minutes before `resumedMs` are not complete. */
  interrupted(venue: Venue, resumedMs: number): void
  /** Closes the minutes that ended `graceMs` ago; returns those of each symbol's `live` venue that are complete. */
  close(exchangeNowMs: number, live: (symbol: CoinSymbol) => Venue): readonly StoredCandle[]
  /** Complete closed minutes of the last few, and the running one if it was heard from its start; oldest first. */
  recent(symbol: CoinSymbol, venue: Venue): readonly Candle[]
  /** Closed minutes that turned out to lack a trade, since the last call. */
  takeRepairs(): readonly { readonly symbol: CoinSymbol; readonly atMs: number }[]
}

export function createCandleFold(contiguousTradeIds: Readonly<Record<Venue, boolean>>): CandleFold {
  const byVenue: Readonly<Record<Venue, ReadonlyMap<CoinSymbol, Series>>> = {
    binance: emptyBook(),
    gate: emptyBook(),
  }
  const cleanSinceMs = new Map<Venue, number>(venues.map((venue) => [venue, Number.POSITIVE_INFINITY]))
  let repairs = new Map<string, { symbol: CoinSymbol; atMs: number }>()

  function seriesOf(venue: Venue, symbol: CoinSymbol): Series {
    const series = byVenue[venue].get(symbol)
    if (series === undefined) throw new Error(`no series for ${venue} ${symbol}`)
    return series
  }

  const isClean = (venue: Venue, atMs: number) =>
    (cleanSinceMs.get(venue) ?? Number.POSITIVE_INFINITY) <= atMs

  function closeMinute(venue: Venue, series: Series, minute: Minute): void {
    const { firstId, lastId, ids, atMs } = minute
    const unbroken =
      !contiguousTradeIds[venue] ||
      (ids.unbroken() && (series.closedId === undefined || firstId === series.closedId + 1))
    minute.closed = true
    minute.complete = unbroken && isClean(venue, atMs)
    series.closedMs = Math.max(series.closedMs, atMs)
    series.closedId = lastId
  }

  return {
    add(trade) {
      const series = seriesOf(trade.venue, trade.symbol)
      const minute = minuteOf(series, trade)
      if (minute === undefined) return 'late'
      if (minute.closed) {
        if (minute.ids.has(trade.tradeId)) return 'repeated'
        if (minute.complete) {
          minute.complete = false
          repairs.set(`${trade.symbol} ${minute.atMs}`, { symbol: trade.symbol, atMs: minute.atMs })
        }
        return 'late'
      }
      return fold(minute, trade) ? 'added' : 'repeated'
    },

    interrupted(venue, resumedMs) {
      cleanSinceMs.set(venue, resumedMs)
    },

    close(exchangeNowMs, live) {
      const found: StoredCandle[] = []
      for (const venue of venues) {
        for (const [symbol, series] of byVenue[venue]) {
          for (const minute of [...series.minutes.values()].sort((a, b) => a.atMs - b.atMs)) {
            if (minute.closed && minute.atMs < exchangeNowMs - rememberedMs) forget(series, minute)
            if (minute.closed || minute.atMs + intervalMs['1m'] + graceMs > exchangeNowMs) continue
            closeMinute(venue, series, minute)
            if (minute.complete && live(symbol) === venue) {
              found.push({ ...candleOf(minute), symbol, venue, source: 'trades' })
            }
          }
        }
      }
      return found
    },

    recent(symbol, venue) {
      return [...seriesOf(venue, symbol).minutes.values()]
        .filter((minute) => (minute.closed ? minute.complete : isClean(venue, minute.atMs)))
        .sort((one, other) => one.atMs - other.atMs)
        .map(candleOf)
    },

    takeRepairs() {
      const taken = [...repairs.values()]
      repairs = new Map()
      return taken
    },
  }
}

function emptyBook(): ReadonlyMap<CoinSymbol, Series> {
  const empty = () => ({ minutes: new Map(), newest: undefined, closedMs: 0, closedId: undefined })
  return new Map(coinSymbols.map((symbol) => [symbol, empty()]))
}

function forget(series: Series, minute: Minute): void {
  series.minutes.delete(minute.atMs)
  if (series.newest === minute) series.newest = undefined
}

/** The minute that `trade` belongs to; `undefined` if it is closed and forgotten, or was never begun. */
function minuteOf(series: Series, trade: Trade): Minute | undefined {
  const { newest } = series
  const sinceMs = newest === undefined ? -1 : trade.exchangeMs - newest.atMs
  if (sinceMs >= 0 && sinceMs < intervalMs['1m']) return newest
  const atMs = startOf('1m', trade.exchangeMs)
  const known = series.minutes.get(atMs)
  if (known !== undefined || atMs <= series.closedMs) return known
  const minute = emptyMinute(trade, atMs)
  series.minutes.set(atMs, minute)
  if (newest === undefined || atMs > newest.atMs) series.newest = minute
  return minute
}

/** Of the first trade's minute, with nothing folded into it. */
function emptyMinute({ price, tradeId }: Trade, atMs: number): Minute {
  const value = Number(price)
  return {
    atMs,
    ids: createIdRanges(),
    firstId: tradeId,
    lastId: tradeId,
    open: price,
    close: price,
    high: price,
    low: price,
    highest: value,
    lowest: value,
    volume: createExactSum(),
    quoteVolume: createExactSum(),
    closed: false,
    complete: false,
  }
}

/**
 * Takes in a trade that was not there yet, and says whether it was so. Ids give the order: a trade that comes late may
 * still be the first of its minute.
 */
function fold(minute: Minute, { price, quantity, tradeId }: Trade): boolean {
  if (!minute.ids.add(tradeId)) return false
  if (tradeId < minute.firstId) {
    minute.firstId = tradeId
    minute.open = price
  } else if (tradeId > minute.lastId) {
    minute.lastId = tradeId
    minute.close = price
  }
  const value = Number(price)
  if (value > minute.highest) {
    minute.highest = value
    minute.high = price
  }
  if (value < minute.lowest) {
    minute.lowest = value
    minute.low = price
  }
  const amount = scaled(quantity)
  minute.volume.add(amount, quantity)
  minute.quoteVolume.addProduct(scaled(price), amount, price, quantity)
  return true
}

function candleOf({ atMs, open, high, low, close, volume, quoteVolume }: Minute): Candle {
  return { atMs, open, high, low, close, volume: sum(volume), quoteVolume: sum(quoteVolume) }
}

function sum(exact: ExactSum): string {
  return decimalOf(exact.total(), 36)
}

/**
 * Turns the ticks of both venues into looks at each coin's live one, a few times a second. A change of the live venue
 * begins with a look at how things stood on the new one, so that the gap between two venues is never a change of price.
 * The looks of the last two minutes are kept: who becomes the leader goes through those that the dead one may have missed.
 */
import { type CoinSymbol, coinSymbols, staleAfterMs, type Venue, venues } from '@sage/db/vocabulary'
import type { Tick } from '../exchanges/exchange.ts'
import type { Candle } from '../market/candle.ts'
import type { Look, Reach, Reading } from './look.ts'
import { percentChange } from './percent.ts'
import { createPriceWindow, type PricePoint, type PriceWindow } from './price-window.ts'

/**
 * Longer than a dead leader's lease or a fail-over of Valkey lasts; shorter than the shortest cool-down of a rule, so
 * that nothing in it can have been told before a firing that is known.
 */
export const trailMs = 120_000

/** What one venue has said of one coin since the last look. */
interface Beat {
  readonly fromMs: number
  toMs: number
  low: PricePoint
  high: PricePoint
  last: PricePoint
  /** The venue's own figure, in percent. */
  dayChanges: number[]
}

interface Seen {
  readonly window: PriceWindow
  /** When it was last heard of. */
  heardMs: number
  /** The venue's own minutes, as last remembered, oldest first. */
  minutes: readonly Candle[]
  beat: Beat | undefined
  /** Of the last two minutes and some more, oldest first. */
  readonly recent: Look[]
}

export interface Lookout {
  /** Takes in a tick of any venue that speaks for `dataMs`; one that comes too late is no more than history. */
  onTick(tick: Tick, dataMs: number, nowMs: number): void
  /** When the venue last spoke of the coin. */
  heardMs(venue: Venue, symbol: CoinSymbol): number
  /** Takes in one-minute candles of a venue, for the time before it was listened to. */
  remember(venue: Venue, symbol: CoinSymbol, candles: readonly Candle[]): void
  /** What there was to see since the last time. */
  look(liveVenue: (symbol: CoinSymbol) => Venue): readonly Look[]
  /** The looks of the last two minutes and some more, oldest first. */
  trail(): readonly Look[]
  /**
   * What there was to see on the venue from `fromMs` on, before `untilMs`, as far as its candles tell: a look a minute.
   * The first begins with its minute, which may be before `fromMs`: what is armed since then is not judged by it.
   */
  missed(venue: Venue, symbol: CoinSymbol, fromMs: number, untilMs: number): readonly Look[]
}

export function createLookout(): Lookout {
  const seen = new Map<string, Seen>()
  for (const venue of venues) {
    for (const symbol of coinSymbols) {
      seen.set(`${venue} ${symbol}`, {
        ...{ window: createPriceWindow(), heardMs: 0, minutes: [] },
        ...{ beat: undefined, recent: [] },
      })
    }
  }
  const lastLive = new Map<CoinSymbol, { readonly venue: Venue; lookedMs: number }>()
  const trail: Look[] = []

  function seenOf(venue: Venue, symbol: CoinSymbol): Seen {
    const found = seen.get(`${venue} ${symbol}`)
    if (found === undefined) throw new Error(`${venue} ${symbol} is not looked at`)
    return found
  }

  /** Ends the running beat of each venue; the looks are kept with it, for the day it becomes the live one. */
  function close(venue: Venue, symbol: CoinSymbol): void {
    const each = seenOf(venue, symbol)
    if (each.beat === undefined) return
    const look = lookOf(symbol, venue, each.window, each.beat)
    each.beat = undefined
    if (look === undefined) return
    each.recent.push(look)
    trim(each.recent, look.toMs)
  }

  return {
    onTick(tick, dataMs, nowMs) {
      const each = seenOf(tick.venue, tick.symbol)
      const atMs = Math.round(dataMs)
      each.heardMs = nowMs
      each.window.add(tick.price, atMs)
      if (nowMs - atMs > staleAfterMs) return
      each.beat = beatAfter(each.beat, tick, atMs)
    },

    heardMs: (venue, symbol) => seenOf(venue, symbol).heardMs,

    remember(venue, symbol, candles) {
      const each = seenOf(venue, symbol)
      const { window } = each
      each.minutes = candles
      for (const { atMs, low, high, close: last } of candles) {
        // When in its minute an extreme was is not known: it is forgotten with the minute's beginning.
        window.add(low, atMs)
        window.add(high, atMs)
        window.add(last, atMs + 59_999)
      }
    },

    look(liveVenue) {
      const looks: Look[] = []
      for (const symbol of coinSymbols) {
        for (const venue of venues) close(venue, symbol)
        const venue = liveVenue(symbol)
        const before = lastLive.get(symbol)
        const { recent } = seenOf(venue, symbol)
        const newest = recent.at(-1)
        if (newest === undefined) continue
        if (before !== undefined && before.venue !== venue) {
          const base = recent.findLast(({ toMs }) => toMs <= before.lookedMs) ?? recent[0]
          if (base !== undefined) looks.push({ ...base, isBase: true })
        }
        const sinceMs = before?.lookedMs ?? Number.NEGATIVE_INFINITY
        const known = recent.findLastIndex(({ toMs }) => toMs <= sinceMs)
        looks.push(...recent.slice(known + 1))
        lastLive.set(symbol, { venue, lookedMs: Math.max(sinceMs, newest.toMs) })
      }
      trail.push(...looks)
      trim(trail, trail.at(-1)?.toMs ?? 0)
      return looks
    },

    trail: () => trail,

    missed(venue, symbol, fromMs, untilMs) {
      const { minutes, window } = seenOf(venue, symbol)
      return minutes.flatMap(({ atMs, low, high, close }) => {
        if (atMs + 60_000 <= fromMs || atMs >= untilMs) return []
        const toMs = Math.min(atMs + 59_999, untilMs)
        const [lowest, highest, last] = [low, high, close].map((price) => ({ price, atMs: toMs }))
        if (!lowest || !highest || !last) return []
        const beat = { fromMs: atMs, toMs, low: lowest, high: highest, last, dayChanges: [] }
        return lookOf(symbol, venue, window, beat, atMs - 1) ?? []
      })
    },
  }
}

/** Forgets what is too old, now and then. */
function trim(looks: Look[], newestMs: number): void {
  const [oldest] = looks
  if (oldest === undefined || oldest.toMs > newestMs - 1.5 * trailMs) return
  looks.splice(
    0,
    looks.findIndex(({ toMs }) => toMs > newestMs - trailMs),
  )
}

function beatAfter(beat: Beat | undefined, tick: Tick, dataMs: number): Beat {
  const point = { price: tick.price, atMs: dataMs }
  const dayChanges = tick.type === 'ticker' ? [Number(tick.changePercent24h)] : []
  if (beat === undefined) {
    return { fromMs: dataMs, toMs: dataMs, low: point, high: point, last: point, dayChanges }
  }
  const value = Number(tick.price)
  if (value < Number(beat.low.price)) beat.low = point
  if (value > Number(beat.high.price)) beat.high = point
  if (dataMs >= beat.toMs) {
    beat.last = point
    beat.toMs = dataMs
  }
  beat.dayChanges.push(...dayChanges)
  return beat
}

/** `untilMs`: the end of the hour that the prices are held against. */
function lookOf(
  symbol: CoinSymbol,
  venue: Venue,
  window: PriceWindow,
  beat: Beat,
  untilMs = beat.toMs,
): Look | undefined {
  const { fromMs, toMs, low, high, last, dayChanges } = beat
  const extremes = window.extremes(untilMs)
  if (extremes === undefined) return undefined
  const hourAgo = window.hourAgo(toMs)
  const change = (point: PricePoint, from: PricePoint) =>
    percentChange(Number(point.price), Number(from.price))
  return {
    symbol,
    venue,
    fromMs,
    toMs,
    low,
    high,
    last,
    price: { low: Number(low.price), high: Number(high.price), last: Number(last.price) },
    ...(hourAgo && { change1h: eitherWay([low, high, last].map((point) => change(point, hourAgo))) }),
    ...(dayChanges.length > 0 && { change24h: eitherWay(dayChanges) }),
    rise: reach(high, extremes.low),
    fall: reach(low, extremes.high),
    isBase: false,
  }
}

/** How far `price` has come from `reference`; nothing if the reference came after it. */
function reach(price: PricePoint, reference: PricePoint): Reach {
  const change = Math.abs(percentChange(Number(price.price), Number(reference.price)))
  return { percent: reference.atMs <= price.atMs ? change : 0, price, reference }
}

/** The last of `changes` is the newest. */
function eitherWay(changes: readonly number[]): Reading & { readonly signed: number } {
  const sizes = changes.map(Math.abs)
  const high = Math.max(...sizes)
  const last = changes.at(-1) ?? 0
  const signed = changes.find((change) => Math.abs(change) === high) ?? last
  return { low: Math.min(...sizes), high, last: Math.abs(last), signed }
}

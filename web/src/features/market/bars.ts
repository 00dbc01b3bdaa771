/** Candles joined into wider ones, so that each can be told from the next on a screen. */
import type { CandleInterval } from '@sage/db/vocabulary'
import type { Candles } from '@sage/edge/contract'

type Candle = Candles['candles'][number]

/** More than this many and a candle is thinner than its wick on a phone. */
const mostBars = 200
const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** Lengths that people read time in. A day stays a day: a year of them is what a yearly chart is. */
const lengthsMs: Readonly<Record<CandleInterval, readonly number[]>> = {
  '1m': [1, 5, 10, 15, 30, 60].map((minutes) => minutes * minuteMs),
  '1h': [1, 2, 4, 6, 12, 24].map((hours) => hours * hourMs),
  '1d': [24 * hourMs],
}

export interface Bars {
  readonly lengthMs: number
  readonly bars: Candle[]
}

/** The candles in bars of the shortest length of which `most` are enough; bars begin on whole multiples of it. */
export function barsOf({ interval, candles }: Candles, most: number = mostBars): Bars {
  const spanMs = Date.parse(candles.at(-1)?.at ?? '') - Date.parse(candles[0]?.at ?? '')
  const lengths = lengthsMs[interval]
  const lengthMs = lengths.find((length) => spanMs / length < most) ?? lengths.at(-1) ?? hourMs
  const groups = Map.groupBy(candles, (candle) => Math.floor(Date.parse(candle.at) / lengthMs))
  const bars = [...groups].map(([place, group]) => joined(new Date(place * lengthMs).toISOString(), group))
  return { lengthMs, bars }
}

/**
 * The last bar as the price of `at` makes it, a new one where its time is over: what is drawn agrees with the live
 * price beside it. `undefined` for a price from before the last bar, and where there is none.
 */
export function liveBar(
  { lengthMs, bars }: Bars,
  { price, at }: { readonly price: string; readonly at: string },
): Candle | undefined {
  const last = bars.at(-1)
  const begins = Math.floor(Date.parse(at) / lengthMs) * lengthMs
  if (!last || begins < Date.parse(last.at)) return undefined
  if (begins > Date.parse(last.at)) {
    const begun = new Date(begins).toISOString()
    return { at: begun, open: price, high: price, low: price, close: price, volume: '0', quoteVolume: '0' }
  }
  const high = Number(price) > Number(last.high) ? price : last.high
  const low = Number(price) < Number(last.low) ? price : last.low
  return { ...last, high, low, close: price }
}

/** Prices are exact; volumes are summed as numbers, since they are only drawn. */
function joined(at: string, group: readonly Candle[]): Candle {
  const [first] = group
  const last = group.at(-1)
  if (!first || !last) throw new Error('a bar is made of at least one candle')
  const sum = (name: 'volume' | 'quoteVolume') =>
    String(group.reduce((total, candle) => total + Number(candle[name]), 0))
  const highest = group.reduce((best, candle) => (Number(candle.high) > Number(best.high) ? candle : best))
  const lowest = group.reduce((best, candle) => (Number(candle.low) < Number(best.low) ? candle : best))
  return {
    at,
    open: first.open,
    high: highest.high,
    low: lowest.low,
    close: last.close,
    volume: sum('volume'),
    quoteVolume: sum('quoteVolume'),
  }
}

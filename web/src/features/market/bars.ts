/** Candles joined into wider ones, so that each can be told from the next on a screen. */
import type { Candles } from '@sage/edge/contract'

type Candle = Candles['candles'][number]

/** More than this many and a candle is thinner than its wick on a phone. */
const mostBars = 200

/** Joins neighbours, as many as needed for at most `most` bars; the first bar may be shorter than the rest. */
export function barsOf(candles: readonly Candle[], most: number = mostBars): Candle[] {
  const size = Math.ceil(candles.length / most)
  if (size <= 1) return [...candles]
  const bars: Candle[] = []
  for (let end = candles.length; end > 0; end -= size) {
    bars.unshift(joined(candles.slice(Math.max(0, end - size), end)))
  }
  return bars
}

/** Prices are exact; volumes are summed as numbers, since they are only drawn. */
function joined(group: readonly Candle[]): Candle {
  const [first] = group
  const last = group.at(-1)
  if (!first || !last) throw new Error('a bar is made of at least one candle')
  const sum = (name: 'volume' | 'quoteVolume') =>
    String(group.reduce((total, candle) => total + Number(candle[name]), 0))
  const highest = group.reduce(
    (best, candle) => (Number(candle.high) > Number(best.high) ? candle : best),
    first,
  )
  const lowest = group.reduce(
    (best, candle) => (Number(candle.low) < Number(best.low) ? candle : best),
    first,
  )
  return {
    at: first.at,
    open: first.open,
    high: highest.high,
    low: lowest.low,
    close: last.close,
    volume: sum('volume'),
    quoteVolume: sum('quoteVolume'),
  }
}

/** Finds what is missing in the stored candles and gets it from the venues' own, Binance's first. */
import type { CandleInterval } from '@sage/db/vocabulary'
import type { RestVenue } from './exchanges/rest.ts'
import { intervalMs, type StoredCandle, startOf } from './market/candle.ts'
import type { Hole, Store } from './sinks/postgres.ts'

/** How far back each kind of candle is kept complete: a year and what the 200-day average needs before it. */
export const depthMs = {
  '1m': 24 * intervalMs['1h'],
  '1h': 31 * intervalMs['1d'],
  '1d': 400 * intervalMs['1d'],
} as const

/** Candles folded from trades are written this long after their end; only then is one missed. */
const settledAfterMs = 5000
/** Both venues answer with at most 1000 rows. */
const mostRows = 1000

export interface BackfillDeps {
  readonly store: Pick<Store, 'holes' | 'writeCandles'>
  /** In order of preference. */
  readonly venues: readonly RestVenue[]
  readonly onTrouble: (venue: string, reason: string) => void
}

export type BackfillOutcome =
  | { readonly status: 'done'; readonly filled: number; readonly left: number }
  | { readonly status: 'fenced' }

/** The start of the first candle that is not yet over and settled. */
export function settledUntil(interval: CandleInterval, exchangeNowMs: number): number {
  return startOf(interval, exchangeNowMs - settledAfterMs)
}

/**
 * Fills the holes of `[fromMs, toMs)`, and replaces the candles in `repairs`, which are known to be wrong.
 *
 * @returns how many were filled and how many no venue could give
 */
export async function backfill(
  { store, venues, onTrouble }: BackfillDeps,
  interval: CandleInterval,
  { fromMs, toMs, repairs = [] }: { fromMs: number; toMs: number; repairs?: readonly Hole[] },
  fence: number,
): Promise<BackfillOutcome> {
  const missing = new Map(
    [...(await store.holes(interval, fromMs, toMs)), ...repairs].map((hole) => [keyOf(hole), hole]),
  )
  let filled = 0
  for (const { exchange, klines } of venues) {
    for (const { symbol, firstMs, lastMs } of rangesOf([...missing.values()], interval)) {
      const outcome = await klines(symbol, interval, firstMs, lastMs)
      if (outcome.status === 'unavailable') {
        onTrouble(exchange.venue, outcome.reason)
        break
      }
      const found = outcome.candles.flatMap((candle): StoredCandle[] =>
        missing.delete(keyOf({ symbol, atMs: candle.atMs }))
          ? [{ ...candle, symbol, venue: exchange.venue, source: 'klines' }]
          : [],
      )
      if (found.length === 0) continue
      if ((await store.writeCandles(interval, found, fence)) === 'fenced') return { status: 'fenced' }
      filled += found.length
    }
    if (missing.size === 0) break
  }
  return { status: 'done', filled, left: missing.size }
}

interface Range {
  readonly symbol: Hole['symbol']
  readonly firstMs: number
  readonly lastMs: number
}

/** As few requests as will do: the holes of a symbol within 1000 rows of each other are asked for together. */
export function rangesOf(holes: readonly Hole[], interval: CandleInterval): readonly Range[] {
  const widest = (mostRows - 1) * intervalMs[interval]
  const ranges: Range[] = []
  const sorted = holes.toSorted(
    (one, other) => one.symbol.localeCompare(other.symbol) || one.atMs - other.atMs,
  )
  for (const { symbol, atMs } of sorted) {
    const range = ranges.at(-1)
    if (range?.symbol === symbol && atMs - range.firstMs <= widest) {
      ranges[ranges.length - 1] = { ...range, lastMs: atMs }
    } else ranges.push({ symbol, firstMs: atMs, lastMs: atMs })
  }
  return ranges
}

function keyOf({ symbol, atMs }: Hole): string {
  return `${symbol} ${atMs}`
}

/**
 * Candles as they are asked for: closed ones from the database by way of the cache, the newest minutes from memory,
 * and the running hour or day folded from its parts.
 */
import { type CandleInterval, type CoinSymbol, Decimal } from '@sage/db/vocabulary'
import * as z from 'zod/mini'
import type { Candles } from '../contract.ts'
import { type Candle, intervalMs, startOf } from '../market/candle.ts'
import { foldUp } from '../market/fold-up.ts'
import type { Store } from '../sinks/postgres.ts'
import type { ValkeySink } from '../sinks/valkey.ts'
import type { CandlesQuery } from './app.ts'

export interface CandlesDeps {
  readonly store: Pick<Store, 'readCandles'>
  readonly cache: Pick<ValkeySink, 'cached'>
  readonly recent: (symbol: CoinSymbol) => readonly Candle[]
  readonly exchangeNowMs: () => number
}

const StoredCandles = z.array(
  z.object({
    atMs: z.number(),
    open: Decimal,
    high: Decimal,
    low: Decimal,
    close: Decimal,
    volume: Decimal,
    quoteVolume: Decimal,
  }),
)

const mostCandles = 2000
const partsOf = { '1h': '1m', '1d': '1h' } as const
/** Closed candles are corrected only by a back-fill, which may take this long to show. */
const cacheMs = { '1m': 10_000, '1h': 30_000, '1d': 60_000 } as const

export function createCandlesReader(deps: CandlesDeps): (query: CandlesQuery) => Promise<Candles> {
  const { store, cache, recent, exchangeNowMs } = deps

  /** Candles that start in `[fromMs, toMs)`, the running one included. */
  async function list(
    symbol: CoinSymbol,
    interval: CandleInterval,
    fromMs: number,
    toMs: number,
    nowMs: number,
  ): Promise<readonly Candle[]> {
    const runningMs = startOf(interval, nowMs)
    const storedToMs = Math.min(toMs, runningMs)
    const stored =
      fromMs >= storedToMs
        ? []
        : await cache.cached(
            `market:candles:${symbol}:${interval}:${fromMs}:${storedToMs}`,
            // One that is still being back-filled is not kept.
            ({ length }) => (length === (storedToMs - fromMs) / intervalMs[interval] ? cacheMs[interval] : 0),
            StoredCandles,
            () => store.readCandles(symbol, interval, fromMs, storedToMs),
          )
    const found = new Map<number, Candle>(stored.map((candle) => [candle.atMs, candle]))
    const newest =
      interval === '1m' ? recent(symbol) : await folded(symbol, interval, found, runningMs, nowMs)
    for (const candle of newest) {
      const asked = candle.atMs >= fromMs && candle.atMs < toMs
      if (asked && !found.has(candle.atMs)) found.set(candle.atMs, candle)
    }
    return [...found.values()].sort((one, other) => one.atMs - other.atMs)
  }

  /** The running candle and, if it is not stored yet, the one before. */
  async function folded(
    symbol: CoinSymbol,
    interval: '1h' | '1d',
    found: ReadonlyMap<number, Candle>,
    runningMs: number,
    nowMs: number,
  ): Promise<readonly Candle[]> {
    const length = intervalMs[interval]
    const starts = [runningMs - length, runningMs].filter((atMs) => !found.has(atMs))
    const candles = await Promise.all(
      starts.map(async (atMs) =>
        foldUp(await list(symbol, partsOf[interval], atMs, atMs + length, nowMs), atMs),
      ),
    )
    return candles.filter((candle) => candle !== undefined)
  }

  return async ({ symbol, interval, fromMs, toMs }) => {
    const nowMs = exchangeNowMs()
    const length = intervalMs[interval]
    const lastMs = Math.min(Math.ceil(toMs / length) * length, startOf(interval, nowMs) + length)
    const firstMs = Math.max(Math.ceil(fromMs / length) * length, lastMs - mostCandles * length)
    const candles = await list(symbol, interval, firstMs, lastMs, nowMs)
    return {
      symbol,
      interval,
      candles: candles.map(({ atMs, ...rest }) => ({ at: new Date(atMs).toISOString(), ...rest })),
    }
  }
}

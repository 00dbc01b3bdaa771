/** A venue's REST candles over the network, within its limits. */
import type { CandleInterval, CoinSymbol } from '@sage/db/vocabulary'
import { type Candle, intervalMs } from '../market/candle.ts'
import type { Exchange } from './exchange.ts'

export type KlinesOutcome =
  | { readonly status: 'ok'; readonly candles: readonly Candle[] }
  | { readonly status: 'unavailable'; readonly reason: string }

export interface RestVenue {
  readonly exchange: Exchange
  /** Candles with `fromMs <= start <= lastMs`, oldest first; at most 1000 may be asked for. */
  klines(symbol: CoinSymbol, interval: CandleInterval, fromMs: number, lastMs: number): Promise<KlinesOutcome>
}

export interface RestDeps {
  readonly fetch: typeof fetch
  readonly nowMs: () => number
  /** Ends all requests. */
  readonly signal: AbortSignal
}

const deadlineMs = 10_000
/** Where 429 or 418 (a ban) does not say how long to stay away. */
const defaultPauseMs = 60_000

export function restVenue(exchange: Exchange, base: string, deps: RestDeps): RestVenue {
  let notBeforeMs = 0
  return {
    exchange,
    async klines(symbol, interval, fromMs, lastMs) {
      if (deps.nowMs() < notBeforeMs) return unavailable('told to wait')
      const url = exchange.klinesUrl(base, symbol, interval, fromMs, lastMs)
      try {
        const signal = AbortSignal.any([deps.signal, AbortSignal.timeout(deadlineMs)])
        const response = await deps.fetch(url, { signal })
        if (response.status === 429 || response.status === 418) {
          const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
          notBeforeMs = deps.nowMs() + (Number.isFinite(seconds) ? seconds * 1000 : defaultPauseMs)
        }
        if (!response.ok) {
          await response.body?.cancel()
          return unavailable(`HTTP ${response.status}`)
        }
        const candles = exchange.readKlines(await response.json())
        if (candles === undefined) return unavailable('an answer without candles')
        const wanted = ({ atMs }: Candle) =>
          atMs >= fromMs && atMs <= lastMs && atMs % intervalMs[interval] === 0
        return { status: 'ok', candles: candles.filter(wanted) }
      } catch (error) {
        return unavailable(error instanceof Error ? error.message : 'unknown')
      }
    },
  }
}

function unavailable(reason: string): KlinesOutcome {
  return { status: 'unavailable', reason }
}

/**
 * The hour before a venue was listened to, and what was missed while its connection was broken, from the venue's own
 * candles: so that a task which has just started knows from where a price has come.
 */
import { type CoinSymbol, coinSymbols, type Venue } from '@sage/db/vocabulary'
import type { RestVenue } from '../exchanges/rest.ts'
import type { Ran } from '../loop.ts'
import { intervalMs, startOf } from '../market/candle.ts'
import type { Lookout } from './lookout.ts'
import { windowMs } from './price-window.ts'

export interface MemoryDeps {
  readonly venues: readonly RestVenue[]
  readonly lookout: Pick<Lookout, 'heardMs' | 'remember'>
  readonly nowMs: () => number
}

export interface Memory {
  /** The venue's connection was broken. */
  interrupted(venue: Venue): void
  /**
   * Asks for what is not known yet, once the coin has been heard of, so that nothing lies between; rejects if a venue
   * could not say.
   */
  refresh(): Promise<Ran>
  /** Whether the past of these is known. */
  knows(venue: Venue, symbol: CoinSymbol): boolean
}

export function createMemory({ venues, lookout, nowMs }: MemoryDeps): Memory {
  const unknown = new Map<Venue, Set<CoinSymbol>>(
    venues.map(({ exchange }) => [exchange.venue, new Set(coinSymbols)]),
  )
  const interruptedMs = new Map<Venue, number>()
  return {
    interrupted(venue) {
      unknown.set(venue, new Set(coinSymbols))
      interruptedMs.set(venue, nowMs())
    },
    knows: (venue, symbol) => unknown.get(venue)?.has(symbol) !== true,
    async refresh() {
      let asked = false
      for (const { exchange, klines } of venues) {
        const symbols = unknown.get(exchange.venue) ?? new Set<CoinSymbol>()
        for (const symbol of symbols) {
          const heard = lookout.heardMs(exchange.venue, symbol) > (interruptedMs.get(exchange.venue) ?? 0)
          if (!heard) continue
          asked = true
          symbols.delete(symbol)
          const lastMs = startOf('1m', nowMs())
          const outcome = await klines(symbol, '1m', lastMs - windowMs - intervalMs['1m'], lastMs)
          if (outcome.status === 'unavailable') {
            symbols.add(symbol)
            throw new Error(`${exchange.venue}: ${outcome.reason}`)
          }
          lookout.remember(exchange.venue, symbol, outcome.candles)
        }
      }
      return asked ? 'done' : 'idle'
    },
  }
}

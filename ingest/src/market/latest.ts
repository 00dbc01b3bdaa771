/** The newest that each venue has said of each symbol. */
import type { Tick, Ticker } from '../exchanges/exchange.ts'

export interface Latest {
  readonly price: string
  /** The venue's time of the newest tick, Unix ms. */
  readonly exchangeMs: number
  /** The time for which it speaks by our clock: that of receipt, less what it came late. */
  readonly dataMs: number
  /** The newest 24-hour statistics; absent until the first. */
  readonly ticker?: Ticker
}

/**
 * Folds one tick. Trades and statistics both carry a price, and the newer one by the venue's own time holds: a trade
 * that arrives after a newer price does not turn the price back.
 */
export function latestAfter(known: Latest | undefined, tick: Tick, dataMs: number): Latest {
  const newer = known === undefined || tick.exchangeMs >= known.exchangeMs
  const price = newer ? tick.price : known.price
  const exchangeMs = newer ? tick.exchangeMs : known.exchangeMs
  const newestMs = known === undefined ? dataMs : Math.max(dataMs, known.dataMs)
  const ticker = newestTicker(known?.ticker, tick)
  return ticker === undefined
    ? { price, exchangeMs, dataMs: newestMs }
    : { price, exchangeMs, dataMs: newestMs, ticker }
}

function newestTicker(known: Ticker | undefined, tick: Tick): Ticker | undefined {
  if (tick.type !== 'ticker') return known
  return known === undefined || tick.exchangeMs >= known.exchangeMs ? tick : known
}

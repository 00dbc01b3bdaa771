/** The newest that each venue has said of each symbol. */
import type { Tick, Ticker } from '../exchanges/exchange.ts'

export interface Latest {
  readonly price: string
  /** The venue's time of the newest tick, Unix ms. */
  readonly exchangeMs: number
  /** The time for which it speaks by our clock: that of receipt, less what it came late. */
  readonly dataMs: number
  /** The newest 24-hour statistics, with the time they speak for by our clock; absent until the first. */
  readonly ticker?: Ticker & { readonly dataMs: number }
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
  const ticker = newestTicker(known?.ticker, tick, dataMs)
  return ticker === undefined
    ? { price, exchangeMs, dataMs: newestMs }
    : { price, exchangeMs, dataMs: newestMs, ticker }
}

function newestTicker(known: Latest['ticker'], tick: Tick, dataMs: number): Latest['ticker'] {
  if (tick.type !== 'ticker') return known
  return known === undefined || tick.exchangeMs >= known.exchangeMs ? { ...tick, dataMs } : known
}

/** From the newest of both venues to the quote that is served. */
import { type CoinSymbol, goneAfterMs, staleAfterMs, type Venue, venues } from '@sage/db/vocabulary'
import type { Quote } from '../contract.ts'
import { gapPercent } from './decimal.ts'
import type { Latest } from './latest.ts'

/** A quote with the time it speaks for instead of its age, which changes while nothing else does. */
export type TimedQuote = Omit<Quote, 'ageMs' | 'freshness'> & { readonly dataMs: number }

export type ByVenue = Readonly<Partial<Record<Venue, Latest>>>

/** Fresh venues further apart than this are reported, in percent. */
const disagreementPercent = 1

/** The live venue's quote, or the other's if that is all there is; `undefined` if all is older than 300 s. */
export function quoteOf(
  symbol: CoinSymbol,
  live: Venue,
  byVenue: ByVenue,
  nowMs: number,
): TimedQuote | undefined {
  const notGone = (venue: Venue) => {
    const latest = byVenue[venue]
    return latest !== undefined && nowMs - latest.dataMs <= goneAfterMs
  }
  const venue = notGone(live) ? live : venues.find(notGone)
  const latest = venue === undefined ? undefined : byVenue[venue]
  if (venue === undefined || latest === undefined) return undefined
  const { ticker } = latest
  const disagreement = disagreementOf(venue, byVenue, nowMs)
  return {
    symbol,
    price: latest.price,
    ...(ticker === undefined
      ? {}
      : {
          bid: ticker.bid,
          ask: ticker.ask,
          bookAt: new Date(ticker.dataMs).toISOString(),
          changePercent24h: ticker.changePercent24h,
          high24h: ticker.high24h,
          low24h: ticker.low24h,
          volume24h: ticker.volume24h,
        }),
    venue,
    at: new Date(latest.exchangeMs).toISOString(),
    dataMs: latest.dataMs,
    ...(disagreement === undefined ? {} : { disagreement }),
  }
}

function disagreementOf(venue: Venue, byVenue: ByVenue, nowMs: number): Quote['disagreement'] {
  const other = venues.find((each) => each !== venue)
  const [own, their] = [byVenue[venue], other === undefined ? undefined : byVenue[other]]
  if (own === undefined || other === undefined || their === undefined) return undefined
  if (nowMs - own.dataMs > staleAfterMs || nowMs - their.dataMs > staleAfterMs) return undefined
  const percent = gapPercent(their.price, own.price)
  return Number(percent) > disagreementPercent ? { venue: other, price: their.price, percent } : undefined
}

/** The quote as served at `nowMs`; `undefined` once it is gone. */
export function aged({ dataMs, ...quote }: TimedQuote, nowMs: number): Quote | undefined {
  const ageMs = Math.max(0, Math.round(nowMs - dataMs))
  if (ageMs > goneAfterMs) return undefined
  return { ...quote, ageMs, freshness: ageMs <= staleAfterMs ? 'live' : 'stale' }
}

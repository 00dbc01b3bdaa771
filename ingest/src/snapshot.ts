/** The market as of now: from memory, or for symbols this task has not heard of yet, from what another has stored. */
import { coinSymbols, type MarketSource, type Venue } from '@sage/db/vocabulary'
import type { FeedHealth, Snapshot } from './contract.ts'
import type { FearGreedBook } from './fear-greed.ts'
import type { Feed } from './feed/connection.ts'
import type { Market } from './market/market.ts'
import { aged, type TimedQuote } from './market/quote.ts'
import type { ValkeySink } from './sinks/valkey.ts'

export interface SnapshotDeps {
  readonly market: Pick<Market, 'quote'>
  readonly sink: Pick<ValkeySink, 'read'>
  readonly fearGreed: Pick<FearGreedBook, 'current'>
  readonly health: () => readonly FeedHealth[]
  readonly source: MarketSource
  readonly nowMs: () => number
}

export function createSnapshot(deps: SnapshotDeps): () => Promise<Snapshot> {
  const { market, sink, fearGreed, health, source, nowMs } = deps
  return async () => {
    const own = coinSymbols.map((symbol) => market.quote(symbol, nowMs()))
    const unheard = coinSymbols.filter((_, index) => own[index] === undefined)
    const stored = unheard.length === 0 ? [] : await sink.read(unheard)
    const known = new Map<string, TimedQuote>()
    for (const quote of [...own, ...stored]) if (quote !== undefined) known.set(quote.symbol, quote)
    const now = nowMs()
    const index = fearGreed.current(now)
    return {
      at: new Date(now).toISOString(),
      source,
      quotes: coinSymbols.flatMap((symbol) => {
        const quote = known.get(symbol)
        const served = quote === undefined ? undefined : aged(quote, now)
        return served === undefined ? [] : [served]
      }),
      ...(index === undefined ? {} : { fearGreed: index }),
      feeds: [...health()],
    }
  }
}

export function feedHealth(
  feeds: ReadonlyMap<Venue, Feed>,
  market: Pick<Market, 'counts'>,
): readonly FeedHealth[] {
  return [...feeds].map(([venue, feed]) => {
    const lastDataMs = feed.lastDataMs()
    let errors = 0
    for (const count of market.counts(venue).errors.values()) errors += count
    return {
      venue,
      status: feed.status(),
      ...(lastDataMs === undefined ? {} : { lastDataAt: new Date(lastDataMs).toISOString() }),
      reconnects: feed.reconnects(),
      errors,
    }
  })
}

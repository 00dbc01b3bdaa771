/** Four times a second: who is live is settled anew, listeners hear what changed, and the leader writes it to Valkey. */
import { coinSymbols } from '@sage/db/vocabulary'
import type { Broadcast } from './api/stream.ts'
import type { FeedHealth, Quote } from './contract.ts'
import type { FearGreedBook } from './fear-greed.ts'
import type { Ran } from './loop.ts'
import type { Market } from './market/market.ts'
import { aged } from './market/quote.ts'
import type { ValkeySink } from './sinks/valkey.ts'

export interface PulseDeps {
  readonly market: Pick<Market, 'settle' | 'takeChanged' | 'quote'>
  readonly sink: Pick<ValkeySink, 'write'>
  readonly fearGreed: Pick<FearGreedBook, 'current'>
  readonly health: () => readonly FeedHealth[]
  readonly broadcast: Pick<Broadcast, 'publish'>
  /** The fencing number while this task is the leader. */
  readonly leading: () => number | undefined
  readonly nowMs: () => number
}

/** Everything is written this often even if it has not changed: a Valkey that was emptied is soon full again. */
const rewriteMs = 2000

/** @returns one beat; it rejects while Valkey is away, after the listeners were served. */
export function createPulse(deps: PulseDeps): () => Promise<Ran> {
  const { market, sink, fearGreed, health, broadcast, leading, nowMs } = deps
  let rewrittenMs = 0
  let toldStatus = ''
  const lastFreshness = new Map<string, Quote['freshness']>()

  function publishQuotes(now: number, changed: ReadonlySet<string>): void {
    const quotes = coinSymbols.flatMap((symbol) => {
      const timed = market.quote(symbol, now)
      const quote = timed === undefined ? undefined : aged(timed, now)
      if (quote === undefined) return []
      const turned = lastFreshness.get(symbol) !== quote.freshness
      lastFreshness.set(symbol, quote.freshness)
      return turned || changed.has(symbol) ? [quote] : []
    })
    if (quotes.length > 0) broadcast.publish({ type: 'quotes', at: new Date(now).toISOString(), quotes })
  }

  function publishStatus(now: number): void {
    const feeds = health()
    const index = fearGreed.current(now)
    const status = JSON.stringify([
      feeds.map(({ venue, status, reconnects }) => [venue, status, reconnects]),
      index && [index.value, index.at],
    ])
    if (status === toldStatus) return
    toldStatus = status
    broadcast.publish({
      type: 'status',
      at: new Date(now).toISOString(),
      feeds: [...feeds],
      ...(index === undefined ? {} : { fearGreed: index }),
    })
  }

  return async () => {
    const now = nowMs()
    market.settle(now)
    const changed = market.takeChanged()
    publishQuotes(now, changed)
    publishStatus(now)
    if (leading() === undefined) return 'idle'
    const all = now - rewrittenMs >= rewriteMs
    if (all) rewrittenMs = now
    const written = coinSymbols.filter((symbol) => all || changed.has(symbol))
    const quotes = written.map((symbol) => market.quote(symbol, now)).filter((quote) => quote !== undefined)
    if (quotes.length === 0) return 'idle'
    await sink.write(quotes, now)
    return 'done'
  }
}

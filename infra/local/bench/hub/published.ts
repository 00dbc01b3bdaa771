/** A listener at ingest itself: when each quote was sent out, to hold its arrival at the browsers against. */
import { signServiceCall } from '@sage/edge/db'
import { MarketStreamEvent, type Quote } from '@sage/ingest/contract'
import { EventSource } from 'eventsource'

export interface Published {
  /** When ingest sent this quote, Unix ms; absent if it was not heard. */
  sentMs(quote: Quote): number | undefined
  close(): void
}

/** @param signingKey the edge's, as it stands in its `EDGE_SIGNING_KEY` */
export function listenToIngest(ingest: string, signingKey: string): Published {
  const sent = new Map<string, number>()
  const source = new EventSource(`${ingest}/v1/stream`, {
    fetch: async (input, init) => {
      const headers = { ...init.headers, ...signServiceCall(signingKey) }
      return fetch(input, { ...init, headers })
    },
  })
  source.addEventListener('message', ({ data }) => {
    const nowMs = Date.now()
    const event = MarketStreamEvent.parse(JSON.parse(data))
    if (event.type !== 'quotes') return
    for (const quote of event.quotes) if (!sent.has(keyOf(quote))) sent.set(keyOf(quote), nowMs)
  })
  return { sentMs: (quote) => sent.get(keyOf(quote)), close: () => source.close() }
}

/** What the hub leaves as it is while it lets a quote grow older. */
function keyOf({ symbol, at, price, bid, ask }: Quote): string {
  return [symbol, at, price, bid, ask].join(' ')
}

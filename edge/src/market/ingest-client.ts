/** Ingest's market routes, signed, each call with a deadline. */
import type { CandleInterval, CoinSymbol } from '@sage/db/vocabulary'
import { Candles, FearGreedHistory, MarketStreamEvent } from '@sage/ingest/contract'
import type * as z from 'zod/v4/core'
import { parse } from 'zod/v4/core'
import { type DatabaseSettings, signServiceCall } from '../db/index.ts'
import { readEvents } from '../http/sse-reader.ts'
import type { Stored } from '../services.ts'

const callDeadlineMs = 5_000
/** Ingest sends a comment every 10 s; two of them missing mean that nobody is there. */
const longestSilenceMs = 25_000

export interface IngestClient {
  /** Oldest first; times inclusive of `from`. */
  candles(symbol: CoinSymbol, interval: CandleInterval, from: Date, to: Date): Promise<Stored<Candles>>
  fearGreed(days: number): Promise<Stored<FearGreedHistory>>
  /** Quotes as they change; ends or throws when the connection does. */
  stream(): AsyncGenerator<MarketStreamEvent, void, void>
}

export function ingestClient(settings: DatabaseSettings): IngestClient {
  async function get<Schema extends z.$ZodType>(
    path: string,
    schema: Schema,
  ): Promise<Stored<z.output<Schema>>> {
    try {
      const response = await fetch(`${settings.INGEST_URL}${path}`, {
        headers: signServiceCall(settings.EDGE_SIGNING_KEY),
        signal: AbortSignal.timeout(callDeadlineMs),
      })
      if (!response.ok) {
        await response.body?.cancel()
        return { status: 'unavailable' }
      }
      return { status: 'ok', value: parse(schema, await response.json()) }
    } catch {
      return { status: 'unavailable' }
    }
  }

  return {
    candles(symbol, interval, from, to) {
      const query = new URLSearchParams({ interval, from: from.toISOString(), to: to.toISOString() })
      return get(`/v1/candles/${symbol}?${query}`, Candles)
    },

    fearGreed: (days) => get(`/v1/fear-greed?days=${days}`, FearGreedHistory),

    async *stream() {
      const silence = new AbortController()
      let timer: ReturnType<typeof setTimeout> | undefined
      const heard = (limitMs: number) => {
        clearTimeout(timer)
        timer = setTimeout(() => silence.abort(new Error('ingest is silent')), limitMs)
      }
      heard(callDeadlineMs)
      try {
        const response = await fetch(`${settings.INGEST_URL}/v1/stream`, {
          headers: { ...signServiceCall(settings.EDGE_SIGNING_KEY), accept: 'text/event-stream' },
          signal: silence.signal,
        })
        if (!response.ok || response.body === null) throw new Error(`ingest answered ${response.status}`)
        heard(longestSilenceMs)
        for await (const data of readEvents(response.body, () => heard(longestSilenceMs))) {
          yield MarketStreamEvent.parse(JSON.parse(data))
        }
      } finally {
        clearTimeout(timer)
        silence.abort()
      }
    },
  }
}

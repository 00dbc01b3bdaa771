/** Ingest's market routes, signed, each call with a deadline. */
import type { CandleInterval, CoinSymbol } from '@sage/db/vocabulary'
import {
  AlertHistory,
  Candles,
  FearGreedHistory,
  MarketStreamEvent,
  type PreviewRequest,
  RulePreview,
} from '@sage/ingest/contract'
import type * as z from 'zod/v4/core'
import { parse } from 'zod/v4/core'
import {
  type Caller,
  type DatabaseOptions,
  type DatabaseSettings,
  signCall,
  signServiceCall,
  traceHeaders,
} from '../db/index.ts'
import { readEvents } from '../http/sse-reader.ts'
import type { Stored } from '../services.ts'

const callDeadlineMs = 5_000
/** Ingest sends a comment every 10 s; two of them missing mean that nobody is there. */
const longestSilenceMs = 25_000

export interface IngestClient {
  /** Oldest first; times inclusive of `from`. */
  candles(symbol: CoinSymbol, interval: CandleInterval, from: Date, to: Date): Promise<Stored<Candles>>
  fearGreed(days: number): Promise<Stored<FearGreedHistory>>
  /** What was written after a moment, newest last, at most 500 of each. */
  events(after: Date): Promise<Stored<AlertHistory>>
  /** With the rights of the user, whose position the rule may be about. */
  previewRule(userId: string, rule: PreviewRequest): Promise<Stored<RulePreview>>
  /** Whether ingest has its Valkey, as its metrics say; `undefined` where they cannot be read. */
  valkeyUp(): Promise<boolean | undefined>
  /** Quotes as they change; ends or throws when the connection does. */
  stream(): AsyncGenerator<MarketStreamEvent, void, void>
}

export function ingestClient(
  settings: DatabaseSettings,
  { requestId = () => undefined }: Pick<DatabaseOptions, 'requestId'> = {},
): IngestClient {
  async function call<Schema extends z.$ZodType>(
    path: string,
    schema: Schema,
    caller: Caller = { role: 'service' },
    body?: string,
  ): Promise<Stored<z.output<Schema>>> {
    try {
      const signature = {
        ...signCall(settings.EDGE_SIGNING_KEY, caller, body),
        ...traceHeaders(requestId()),
      }
      const response = await fetch(`${settings.INGEST_URL}${path}`, {
        ...(body === undefined
          ? { headers: signature }
          : { method: 'POST', headers: { ...signature, 'content-type': 'application/json' }, body }),
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
      return call(`/v1/candles/${symbol}?${query}`, Candles)
    },

    fearGreed: (days) => call(`/v1/fear-greed?days=${days}`, FearGreedHistory),

    events: (after) =>
      call(`/v1/events?${new URLSearchParams({ after: after.toISOString() })}`, AlertHistory),

    previewRule: (userId, rule) =>
      call('/v1/rules/preview', RulePreview, { role: 'user', userId }, JSON.stringify(rule)),

    async valkeyUp() {
      try {
        const response = await fetch(`${settings.INGEST_URL}/metrics`, {
          signal: AbortSignal.timeout(callDeadlineMs),
        })
        const up = /^sage_valkey_up (\d)$/m.exec(await response.text())?.[1]
        return up === undefined ? undefined : up === '1'
      } catch {
        return undefined
      }
    },

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

/** Ingest's HTTP API. `/v1/*` is for signed callers only; `/healthz`, `/readyz` and `/metrics` are open. */
import { randomUUID } from 'node:crypto'
import { CandleInterval, CoinSymbol, coinSymbols } from '@sage/db/vocabulary'
import { Hono, type MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { streamSSE } from 'hono/streaming'
import * as z from 'zod'
import type { Candles, FearGreedHistory, MarketStreamEvent, Snapshot } from '../contract.ts'
import { historyDays } from '../fear-greed.ts'
import type { CallerEnv } from './auth.ts'
import { invalid, refuse } from './refuse.ts'
import type { Broadcast } from './stream.ts'

export interface ApiDeps {
  /** Lets signed callers pass: `verifyCaller`. */
  readonly authenticate: MiddlewareHandler<CallerEnv>
  /** `sqlGateway`, mounted at `/v1/sql`. */
  readonly sql: Hono<CallerEnv>
  /** `alertRoutes`, mounted at `/v1`. */
  readonly alerts: Hono<CallerEnv>
  readonly snapshot: () => Promise<Snapshot>
  /** Rejects if neither cache nor database can be read. */
  readonly candles: (query: CandlesQuery) => Promise<Candles>
  readonly fearGreed: (days: number) => Promise<FearGreedHistory>
  readonly broadcast: Broadcast
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>
  readonly onError: (error: unknown, request: { readonly requestId: string; readonly route: string }) => void
  readonly onAnswered: (answer: Answered) => void
}

/** Of a stream: when its headers left. */
export interface Answered {
  readonly requestId: string
  readonly method: string
  /** The pattern, such as `/v1/candles/:symbol`. */
  readonly route: string
  readonly status: number
  readonly ms: number
}

export interface CandlesQuery {
  readonly symbol: CoinSymbol
  readonly interval: CandleInterval
  readonly fromMs: number
  readonly toMs: number
}

const RequestId = z.uuid()
const Instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))
const CandlesRequest = z
  .object({
    symbol: z.enum(CoinSymbol.options),
    interval: z.enum(CandleInterval.options),
    from: Instant,
    to: Instant,
  })
  .refine(({ from, to }) => from < to, { path: ['from'], error: 'must be before to' })
const FearGreedRequest = z.object({ days: z.coerce.number().int().min(1).max(historyDays).default(30) })

const keepAliveMs = 10_000
/** A listener that takes nothing for this long is gone. */
const writeDeadlineMs = 30_000

/** @example const app = createApi({ authenticate: verifyCaller(...), sql: sqlGateway(...), ... }) */
export function createApi(deps: ApiDeps): Hono<CallerEnv> {
  const { authenticate, sql, alerts, snapshot, candles, fearGreed, broadcast, metrics, onError, onAnswered } =
    deps
  const app = new Hono<CallerEnv>()

  app.use(async (c, next) => {
    const startedMs = performance.now()
    const given = RequestId.safeParse(c.req.header('x-request-id'))
    const requestId = given.data ?? randomUUID()
    c.set('givenRequestId', given.data)
    c.set('requestId', requestId)
    await next()
    const route = routePath(c, -1)
    const ms = Math.round(performance.now() - startedMs)
    onAnswered({ requestId, method: c.req.method, route, status: c.res.status, ms })
  })
  app.notFound((c) => refuse(c, 404, 'not_found', 'There is nothing at this address.'))
  app.onError((error, c) => {
    onError(error, { requestId: c.get('requestId'), route: routePath(c, -1) })
    return refuse(c, 503, 'unavailable', 'The data cannot be read at the moment.')
  })

  app.get('/healthz', (c) => c.json({ status: 'ok' }))
  app.get('/readyz', async (c) => {
    const { quotes } = await snapshot()
    const fresh = new Set(quotes.filter(({ freshness }) => freshness === 'live').map(({ symbol }) => symbol))
    const missing = coinSymbols.filter((symbol) => !fresh.has(symbol))
    return missing.length === 0 ? c.json({ status: 'ready' }) : c.json({ status: 'waiting', missing }, 503)
  })
  app.get('/metrics', async (c) => {
    const { contentType, text } = await metrics()
    return c.body(text, 200, { 'content-type': contentType })
  })

  app.use('/v1/*', authenticate)
  app.route('/v1/sql', sql)
  app.route('/v1', alerts)

  app.get('/v1/snapshot', async (c) => c.json(await snapshot()))

  app.get('/v1/candles/:symbol', async (c) => {
    const request = CandlesRequest.safeParse({ symbol: c.req.param('symbol'), ...c.req.query() })
    if (!request.success) return invalid(c, request.error)
    const { symbol, interval, from: fromMs, to: toMs } = request.data
    return c.json(await candles({ symbol, interval, fromMs, toMs }))
  })

  app.get('/v1/fear-greed', async (c) => {
    const request = FearGreedRequest.safeParse(c.req.query())
    return request.success ? c.json(await fearGreed(request.data.days)) : invalid(c, request.error)
  })

  app.get('/v1/stream', (c) => {
    const lastEventId = c.req.header('last-event-id')
    return streamSSE(c, async (stream) => {
      const gone = new AbortController()
      stream.onAbort(() => gone.abort())
      const send = async (id: string, event: MarketStreamEvent) => {
        await written(stream.writeSSE({ id, data: JSON.stringify(event) }), gone)
      }
      broadcast.listeners += 1
      try {
        let position = lastEventId ?? ''
        while (!gone.signal.aborted && !broadcast.closed) {
          const missed = broadcast.after(position)
          if (missed === undefined) {
            position = broadcast.position()
            await send(position, { type: 'snapshot', snapshot: await snapshot() })
            continue
          }
          for (const { id, event } of missed) {
            if (!gone.signal.aborted) await send(id, event)
            position = id
          }
          if (missed.length > 0) continue
          const heard = await broadcast.next(gone.signal, keepAliveMs)
          if (heard === 'quiet') await written(stream.write(': keep-alive\n\n'), gone)
        }
      } finally {
        broadcast.listeners -= 1
      }
    })
  })

  return app
}

/** Waits until the listener has taken it, but not for ever. */
function written(writing: Promise<unknown>, gone: AbortController): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      gone.abort()
      resolve()
    }, writeDeadlineMs)
    writing.then(() => resolve(), reject).finally(() => clearTimeout(timer))
  })
}

/** What a client may send on Gate's socket, and the errors it gets: 1 format, 2 argument, 3 server, 4 authentication. */
import * as z from 'zod'
import { parseJson } from '../server.ts'
import { pairs } from './frames.ts'

const Request = z.object({
  time: z.number(),
  id: z.union([z.number(), z.string()]).optional(),
  channel: z.string(),
  event: z.string().optional(),
  payload: z.array(z.string()).optional(),
})
type Request = z.infer<typeof Request>

export interface GateError {
  readonly code: 1 | 2 | 3 | 4
  readonly message: string
}

export type GateRequest =
  | { readonly type: 'ping'; readonly request: Request }
  | {
      readonly type: 'subscribe' | 'unsubscribe'
      readonly request: Request
      readonly pairs: readonly string[]
    }
  | { readonly type: 'refused'; readonly request: Request | undefined; readonly error: GateError }

/** A client's clock may be off by this much. */
const clockToleranceSeconds = 60
const channels = new Set(['spot.tickers', 'spot.trades'])
const privateChannels = new Set(['spot.orders', 'spot.usertrades', 'spot.balances'])

export function readRequest(text: string, nowMs: number): GateRequest {
  const parsed = Request.safeParse(parseJson(text))
  if (!parsed.success) return refused(undefined, 1, 'invalid request format')
  const request = parsed.data
  if (Math.abs(request.time - nowMs / 1000) > clockToleranceSeconds) {
    return refused(request, 2, 'invalid time: gap with server time is more than 60s')
  }
  if (request.channel === 'spot.ping') return { type: 'ping', request }
  if (privateChannels.has(request.channel)) return refused(request, 4, 'authentication required')
  if (!channels.has(request.channel)) return refused(request, 2, `unknown channel ${request.channel}`)
  const { event, payload = [] } = request
  if (event !== 'subscribe' && event !== 'unsubscribe')
    return refused(request, 2, `unknown event ${event ?? ''}`)
  if (payload.length === 0) return refused(request, 2, 'empty payload')
  const stranger = payload.find((pair) => !pairs.has(pair))
  if (stranger !== undefined) return refused(request, 2, `unknown currency pair ${stranger}`)
  return { type: event, request, pairs: payload }
}

function refused(request: Request | undefined, code: GateError['code'], message: string): GateRequest {
  return { type: 'refused', request, error: { code, message } }
}

/** The answer to a request; one that could not be read is answered without a channel. */
export function acknowledgement({ request, ...outcome }: GateRequest, nowMs: number) {
  const time = { time: Math.floor(nowMs / 1000), time_ms: nowMs }
  if (outcome.type === 'ping') return { ...time, channel: 'spot.pong', event: '', result: null }
  const error = outcome.type === 'refused' ? outcome.error : null
  const echoed = request
    ? {
        ...(request.id === undefined ? {} : { id: request.id }),
        channel: request.channel,
        event: request.event ?? '',
        payload: request.payload ?? [],
      }
    : {}
  return { ...time, ...echoed, error, result: error === null ? { status: 'success' } : null }
}

export const maintenanceKinds = ['announced', 'bare', 'client'] as const
export type MaintenanceKind = (typeof maintenanceKinds)[number]

/** The three layouts in which a shutdown is announced: of February 2026, of the documents, of Gate's own client. */
export function maintenanceFrame(kind: MaintenanceKind, nowMs: number): unknown {
  const result = { type: 'upgrade', msg: 'The connection will soon be closed please reconnect' }
  const time = { time: Math.floor(nowMs / 1000), time_ms: nowMs }
  switch (kind) {
    case 'announced':
      return { ...time, channel: 'spot.system', event: 'update', result }
    case 'bare':
      return result
    case 'client':
      return { ...time, channel: 'spot.tickers', event: 'upgrade', result: null }
  }
}

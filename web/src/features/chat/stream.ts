/**
 * One turn as the browser receives it: begun by a POST or found running, resumed at the last event that arrived,
 * over only with its terminal event. No event is handed on twice, and none is left out.
 */
import { isTerminal, TurnEvent } from '@sage/edge/contract'
import { type ApiProblem, problemOf } from '../../lib/api.ts'
import type { ServerSentEvent } from '../../lib/event-parser.ts'
import { type Connection, type Ended, followStream, type StreamDeps } from '../../lib/follow-stream.ts'

export type TurnOrigin =
  /** Asking is idempotent by the `clientMessageId` in the body, so it may be repeated as it is. */
  { readonly type: 'ask'; readonly url: string; readonly body: unknown } | { readonly type: 'attach' }

export type TurnEnd =
  | { readonly type: 'ended'; readonly event: TurnEvent }
  | { readonly type: 'refused'; readonly problem: ApiProblem }
  /** The stream has nothing more to tell; what came of the turn stands in the chat's messages. */
  | { readonly type: 'lost' }

export interface TurnListener {
  event(event: TurnEvent): void
  connection(connection: Connection): void
}

/** How often a server that answers with an error is asked again before the reader is told. */
const askAttempts = 4
/** How often a hole in the numbering is answered by reconnecting. */
const gapAttempts = 5

const position = /^([0-9a-f-]{36}):(\d{1,9})$/

/** Resolves with how the turn ended, or with `undefined` once `signal` is aborted. */
export function followTurn(
  chatId: string,
  origin: TurnOrigin,
  listener: TurnListener,
  deps: StreamDeps,
  signal: AbortSignal,
): Promise<TurnEnd | undefined> {
  let last: { readonly turnId: string; readonly seq: number } | undefined
  let answeredWithError = 0
  let gaps = 0

  const resumeRequest = () => ({
    url: `/api/chats/${chatId}/stream`,
    ...(last ? { init: { headers: { 'Last-Event-ID': `${last.turnId}:${last.seq}` } } } : {}),
  })

  return followStream<TurnEnd>(
    {
      request() {
        if (last || origin.type === 'attach') return resumeRequest()
        return {
          url: origin.url,
          init: {
            method: 'POST',
            headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
            body: JSON.stringify(origin.body),
          },
        }
      },

      async refused(response) {
        const resuming = last !== undefined || origin.type === 'attach'
        if (resuming && (response.status === 204 || response.status === 404)) {
          return { result: { type: 'lost' } }
        }
        const problem = await problemOf(response)
        answeredWithError += 1
        if (problem.transient && (resuming || answeredWithError < askAttempts)) return undefined
        return { result: { type: 'refused', problem } }
      },

      received(message): Ended<TurnEnd> | 'continue' | 'reconnect' {
        const place = positionOf(message)
        if (!place) return 'continue'
        if (last && place.turnId !== last.turnId) return { result: { type: 'lost' } }
        const expected = (last?.seq ?? 0) + 1
        if (place.seq < expected) return 'continue'
        if (place.seq > expected) {
          gaps += 1
          return gaps > gapAttempts ? { result: { type: 'lost' } } : 'reconnect'
        }
        last = place
        const event = TurnEvent.safeParse(jsonOf(message.data))
        // A kind of event that this version does not know takes nothing away from those it knows.
        if (!event.success) return 'continue'
        listener.event(event.data)
        return isTerminal(event.data) ? { result: { type: 'ended', event: event.data } } : 'continue'
      },

      connection: (connection) => listener.connection(connection),
    },
    deps,
    signal,
  )
}

function positionOf(message: ServerSentEvent): { turnId: string; seq: number } | undefined {
  const [, turnId, seq] = position.exec(message.id ?? '') ?? []
  return turnId === undefined || seq === undefined ? undefined : { turnId, seq: Number(seq) }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Keeps one stream of server-sent events flowing: connects, notices silence, waits and connects again until the
 * plan says that it has ended. It knows nothing of what is sent. `EventSource` can neither POST nor notice a
 * connection that is open and mute.
 */
import { createEventParser, type ServerSentEvent } from './event-parser.ts'

/** Servers send a sign of life at least every 15 s; two in a row may be late. */
export const silenceLimitMs = 35_000
/** A page that comes back to the foreground gives a quiet connection less time. */
const suspiciousSilenceMs = 20_000
const firstPauseMs = 500
const longestPauseMs = 15_000

export type Connection = 'connecting' | 'live' | 'reconnecting'

/** The page came back: the network did, or the reader did. */
export type Wake = 'online' | 'visible'

export interface StreamDeps {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly now: () => number
  /** Runs `action` after `ms`; returns how to prevent that. */
  readonly after: (ms: number, action: () => void) => () => void
  /** From 0 to 1. */
  readonly random: () => number
  /** Calls `listener` at every wake; returns how to stop that. */
  readonly onWake: (listener: (wake: Wake) => void) => () => void
}

export interface StreamPlan<Result> {
  /** The request of the next attempt. */
  request(): { readonly url: string; readonly init?: RequestInit }
  /** An answer that is no stream: a result ends everything, none means another attempt. */
  refused(response: Response): Promise<Ended<Result> | undefined>
  received(event: ServerSentEvent): Ended<Result> | 'continue' | 'reconnect'
  connection(connection: Connection): void
}

export interface Ended<Result> {
  readonly result: Result
}

/** The pause before attempt `failures + 1`, in ms: doubling from 0.5 s to 15 s, half of it by chance. */
export function pauseMs(failures: number, random: number): number {
  const full = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.max(0, failures - 1))
  return full / 2 + (full / 2) * random
}

/** Resolves with the plan's result, or with `undefined` once `signal` is aborted. */
export async function followStream<Result>(
  plan: StreamPlan<Result>,
  deps: StreamDeps,
  signal: AbortSignal,
): Promise<Result | undefined> {
  let failures = 0
  plan.connection('connecting')
  while (!signal.aborted) {
    const ended = await attempt(plan, deps, signal, () => {
      failures = 0
      plan.connection('live')
    })
    if (signal.aborted) return undefined
    if (ended) return ended.result
    failures += 1
    if (failures >= 2) plan.connection('reconnecting')
    await pause(pauseMs(failures, deps.random()), deps, signal)
  }
  return undefined
}

async function attempt<Result>(
  plan: StreamPlan<Result>,
  deps: StreamDeps,
  signal: AbortSignal,
  alive: () => void,
): Promise<Ended<Result> | undefined> {
  const connection = new AbortController()
  const cut = () => connection.abort()
  signal.addEventListener('abort', cut)
  let lastByteAt = deps.now()
  let cancelSilence = deps.after(silenceLimitMs, cut)
  const heard = () => {
    lastByteAt = deps.now()
    cancelSilence()
    cancelSilence = deps.after(silenceLimitMs, cut)
  }
  const stopWaking = deps.onWake((wake) => {
    if (wake === 'online' || deps.now() - lastByteAt > suspiciousSilenceMs) cut()
  })
  const aborted = new Promise<never>((_, reject) => {
    connection.signal.addEventListener('abort', () => reject(connection.signal.reason))
  })
  aborted.catch(() => {})

  try {
    const { url, init } = plan.request()
    const response = await Promise.race([deps.fetch(url, { ...init, signal: connection.signal }), aborted])
    heard()
    const isStream = response.headers.get('Content-Type')?.startsWith('text/event-stream') === true
    if (response.status !== 200 || !isStream || !response.body) {
      return await Promise.race([plan.refused(response), aborted])
    }
    const reader = response.body.getReader()
    const decoder = new TextDecoder()
    const parse = createEventParser()
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), aborted])
      if (done) return undefined
      heard()
      for (const event of parse(decoder.decode(value, { stream: true }))) {
        const outcome = plan.received(event)
        if (outcome === 'reconnect') return undefined
        alive()
        if (outcome !== 'continue') return outcome
      }
    }
  } catch {
    // Whatever broke the connection, the next attempt is the answer to it.
    return undefined
  } finally {
    cancelSilence()
    stopWaking()
    signal.removeEventListener('abort', cut)
    connection.abort()
  }
}

/** Waits for `ms`, or until the page wakes or the stream is given up. */
function pause(ms: number, deps: StreamDeps, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      cancel()
      stopWaking()
      signal.removeEventListener('abort', finish)
      resolve()
    }
    const cancel = deps.after(ms, finish)
    const stopWaking = deps.onWake(finish)
    signal.addEventListener('abort', finish)
    if (signal.aborted) finish()
  })
}

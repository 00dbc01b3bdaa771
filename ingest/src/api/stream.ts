/** `GET /v1/stream`: the market as events, the same for every listener, kept for a minute so that one can resume. */
import type { MarketStreamEvent } from '../contract.ts'

export interface NumberedEvent {
  /** `<boot>:<sequence>`; the boot tells a listener's place after a restart from one before it. */
  readonly id: string
  readonly event: MarketStreamEvent
}

export interface Broadcast {
  publish(event: MarketStreamEvent): void
  /** The id of the newest event: a listener that starts with a snapshot goes on from here. */
  position(): string
  /** The events after `id`; `undefined` if they are no longer known and a snapshot is needed. */
  after(id: string): readonly NumberedEvent[] | undefined
  /** Resolves at the next event, after `patienceMs`, when `signal` aborts, or when the broadcast is over. */
  next(signal: AbortSignal, patienceMs: number): Promise<'event' | 'quiet'>
  /** Ends all listeners. */
  close(): void
  readonly closed: boolean
  listeners: number
}

/** At four events a second, a minute. */
const keptEvents = 240

export function createBroadcast(boot: string): Broadcast {
  const kept: NumberedEvent[] = []
  const waiting = new Set<() => void>()
  let sequence = 0
  let closed = false
  const wake = () => {
    for (const resolve of [...waiting]) resolve()
  }
  return {
    listeners: 0,
    get closed() {
      return closed
    },
    publish(event) {
      sequence += 1
      kept.push({ id: `${boot}:${sequence}`, event })
      if (kept.length > keptEvents) kept.shift()
      wake()
    },
    position: () => `${boot}:${sequence}`,
    after(id) {
      const match = /^(.+):(\d{1,15})$/.exec(id)
      if (match?.[1] !== boot) return undefined
      const seen = Number(match[2])
      const oldest = sequence - kept.length
      if (seen > sequence || seen < oldest) return undefined
      return kept.slice(seen - oldest)
    },
    next(signal, patienceMs) {
      if (closed || signal.aborted) return Promise.resolve('event')
      return new Promise((resolve) => {
        const settle = (what: 'event' | 'quiet') => {
          clearTimeout(timer)
          waiting.delete(happened)
          signal.removeEventListener('abort', happened)
          resolve(what)
        }
        const happened = () => settle('event')
        const timer = setTimeout(() => settle('quiet'), patienceMs)
        waiting.add(happened)
        signal.addEventListener('abort', happened)
      })
    },
    close() {
      closed = true
      wake()
    },
  }
}

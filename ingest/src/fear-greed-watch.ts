/** Asks for the index again and again: its whole history first, then its newest days. */
import {
  type FearGreedBook,
  type FearGreedOutcome,
  fetchFearGreed,
  historyDays,
  nextPollMs,
} from './fear-greed.ts'
import { type Loop, repeat } from './loop.ts'
import type { Store } from './sinks/postgres.ts'

export interface FearGreedWatchDeps {
  readonly book: FearGreedBook
  readonly url: string
  readonly rest: { readonly fetch: typeof fetch; readonly signal: AbortSignal }
  readonly store: Pick<Store, 'writeFearGreed'>
  readonly leading: () => boolean
  readonly nowMs: () => number
  /** Hears how each request went. */
  readonly settled: (failure?: unknown) => void
  /** Hears how each write went. */
  readonly storeSettled: (failure?: unknown) => void
}

/** Enough for today, yesterday and a week ago, and for what a weekend's outage missed. */
const usualDays = 10
const storeEveryMs = 5000

export function watchFearGreed(deps: FearGreedWatchDeps): Pick<Loop, 'stop'> {
  const { book, url, rest, store, leading, nowMs, settled, storeSettled } = deps
  let outcome: FearGreedOutcome = { status: 'unavailable', reason: 'not asked yet' }
  let complete = false
  let failures = 0
  let stored = ''

  const asking = repeat(
    () => nextPollMs(outcome, failures),
    async () => {
      outcome = await fetchFearGreed(rest, url, complete ? usualDays : historyDays)
      failures = outcome.status === 'ok' ? 0 : failures + 1
      if (outcome.status === 'unavailable') throw new Error(outcome.reason)
      complete = true
      book.add(outcome.points, nowMs())
      return 'done'
    },
    settled,
  )

  /** Apart from the asking: the database may be away, or another task the leader, when an answer comes. */
  const storing = repeat(
    () => storeEveryMs,
    async () => {
      const points = book.history(historyDays)
      const text = JSON.stringify(points)
      if (!leading() || points.length === 0 || text === stored) return 'idle'
      await store.writeFearGreed(points)
      stored = text
      return 'done'
    },
    storeSettled,
  )

  return {
    async stop() {
      await Promise.all([asking.stop(), storing.stop()])
    },
  }
}

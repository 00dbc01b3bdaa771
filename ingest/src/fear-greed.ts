/** The Fear & Greed index of alternative.me (`/fng/`): one value a UTC day, newest first, all of it as strings. */
import * as z from 'zod'
import type { FearGreed, FearGreedPoint } from './contract.ts'

const Entry = z.object({
  value: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number)
    .pipe(z.int().min(0).max(100)),
  timestamp: z
    .string()
    .regex(/^\d{1,12}$/)
    .transform((seconds) => new Date(Number(seconds) * 1000).toISOString()),
})
const Answer = z.object({ data: z.array(Entry).min(1) })

export const historyDays = 400
const deadlineMs = 10_000
const dayMs = 86_400_000

export type FearGreedOutcome =
  | { readonly status: 'ok'; readonly points: readonly FearGreedPoint[] }
  | { readonly status: 'unavailable'; readonly reason: string }

/** The newest `limit` days, oldest first. */
export async function fetchFearGreed(
  deps: { readonly fetch: typeof fetch; readonly signal: AbortSignal },
  url: string,
  limit: number,
): Promise<FearGreedOutcome> {
  const asked = new URL(url)
  asked.searchParams.set('limit', String(limit))
  try {
    const signal = AbortSignal.any([deps.signal, AbortSignal.timeout(deadlineMs)])
    const response = await deps.fetch(asked, { signal })
    if (!response.ok) {
      await response.body?.cancel()
      return { status: 'unavailable', reason: `HTTP ${response.status}` }
    }
    const answer = Answer.safeParse(await response.json())
    if (!answer.success) return { status: 'unavailable', reason: 'an answer without an index' }
    const points = answer.data.data.map(({ value, timestamp }) => ({ value, at: timestamp }))
    return { status: 'ok', points: points.toSorted((one, other) => one.at.localeCompare(other.at)) }
  } catch (error) {
    return { status: 'unavailable', reason: error instanceof Error ? error.message : 'unknown' }
  }
}

export interface FearGreedBook {
  /** Takes in what was fetched at `fetchedMs`; a day that is known is replaced. */
  add(points: readonly FearGreedPoint[], fetchedMs: number): void
  current(nowMs: number): FearGreed | undefined
  /** Oldest first. */
  history(days: number): readonly FearGreedPoint[]
}

export function createFearGreedBook(): FearGreedBook {
  const byDay = new Map<number, FearGreedPoint>()
  let fetchedMs = 0
  const dayOf = (at: string) => Math.floor(Date.parse(at) / dayMs)
  const sorted = () => [...byDay].sort(([one], [other]) => one - other).map(([, point]) => point)
  return {
    add(points, atMs) {
      for (const point of points) byDay.set(dayOf(point.at), point)
      fetchedMs = Math.max(fetchedMs, atMs)
    },
    current(nowMs) {
      const newest = sorted().at(-1)
      if (newest === undefined) return undefined
      const day = dayOf(newest.at)
      const yesterday = byDay.get(day - 1)?.value
      const weekAgo = byDay.get(day - 7)?.value
      return {
        ...newest,
        ...(yesterday === undefined ? {} : { yesterday }),
        ...(weekAgo === undefined ? {} : { weekAgo }),
        ageMs: Math.max(0, nowMs - fetchedMs),
      }
    },
    history: (days) => sorted().slice(-days),
  }
}

/** When to ask again: the index changes once a day, a failure is tried again soon. */
export function nextPollMs(outcome: FearGreedOutcome, failures: number): number {
  return outcome.status === 'ok' ? 300_000 : Math.min(5000 * 2 ** Math.min(failures, 10), 300_000)
}

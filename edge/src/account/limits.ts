/** How much one person may ask: a minute's pace, a day's quota, answers at once. Pure. */

export const messagesPerMinute = 10
export const messagesPerDay = 300
export const turnsAtOnce = 3
/** A lease outlives every turn; one that a crash left behind ends by itself. */
export const leaseMs = 6 * 60_000

export interface DeskState {
  /** When the last messages were admitted, oldest first, in ms. */
  readonly recentMs: readonly number[]
  readonly messagesToday: number
  /** Turns that hold a lease now. */
  readonly leases: number
}

export type Admission =
  | { readonly status: 'admitted' }
  | { readonly status: 'rate_limited' | 'quota_spent'; readonly retryAfterMs: number }
  | { readonly status: 'too_many_turns' }

export function admit(state: DeskState, nowMs: number): Admission {
  if (state.leases >= turnsAtOnce) return { status: 'too_many_turns' }
  if (state.messagesToday >= messagesPerDay) {
    return { status: 'quota_spent', retryAfterMs: nextDayMs(nowMs) - nowMs }
  }
  const lastMinute = state.recentMs.filter((at) => at > nowMs - 60_000)
  const [oldest] = lastMinute
  if (oldest !== undefined && lastMinute.length >= messagesPerMinute) {
    return { status: 'rate_limited', retryAfterMs: oldest + 60_000 - nowMs }
  }
  return { status: 'admitted' }
}

/** The day that quotas and budgets belong to, in UTC. */
export function dayOf(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 10)
}

function nextDayMs(nowMs: number): number {
  const dayMs = 24 * 60 * 60_000
  return (Math.floor(nowMs / dayMs) + 1) * dayMs
}

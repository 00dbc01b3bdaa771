/** When a venue's socket is opened again, as a function of what has happened so far. */

export interface ReconnectPolicy {
  /** Ceiling of the first wait; doubled with every failure in a row. */
  readonly firstMs: number
  readonly mostMs: number
  /** Attempts allowed in any five minutes. */
  readonly attemptsPerWindow: number
}

/**
 * Binance allows 300 attempts in five minutes from an address. The cap is short, because a feed that comes back a
 * minute late is worse than one more refusal: some 75 attempts in five minutes of outage. The budget is for a venue
 * that accepts and drops at once.
 */
export const reconnectPolicy: ReconnectPolicy = { firstMs: 250, mostMs: 8000, attemptsPerWindow: 100 }

export const windowMs = 300_000

export interface ReconnectHistory {
  /** Failures since the feed last worked. */
  readonly failures: number
  /** Times of earlier attempts, oldest first, Unix ms. */
  readonly attemptsMs: readonly number[]
}

/**
 * How long to wait before the next attempt: exponential with full jitter, capped, and never beyond the budget.
 *
 * @param random in [0, 1)
 */
export function reconnectDelayMs(
  { failures, attemptsMs }: ReconnectHistory,
  nowMs: number,
  random: number,
  policy: ReconnectPolicy = reconnectPolicy,
): number {
  const ceilingMs = Math.min(policy.mostMs, policy.firstMs * 2 ** Math.min(failures, 30))
  const jitteredMs = Math.floor(random * ceilingMs)
  // The attempt that must have left the window before another may be made.
  const oldest = attemptsMs.at(-policy.attemptsPerWindow)
  const budgetMs = oldest === undefined ? 0 : oldest + windowMs - nowMs
  return Math.max(jitteredMs, budgetMs, 0)
}

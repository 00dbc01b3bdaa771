/** What came of every request of a soak, by route: how long it took, and which errors there were. */

/**
 * `answered`: as the contract has it. `refused`: a limit or a state that users meet in good times too. `away`: nobody
 * answered, or a part said that it is away. `broken`: what must never happen.
 */
export type Outcome = 'answered' | 'refused' | 'away' | 'broken'

export interface Sample {
  readonly route: string
  readonly outcome: Outcome
  /** What it was, for all but `answered`: a status with its code, or the error's name. */
  readonly kind: string
  readonly atMs: number
  readonly ms: number
}

export interface RouteFigures {
  readonly route: string
  readonly requests: number
  readonly answered: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

export function routeFigures(samples: readonly Sample[]): RouteFigures[] {
  return [...Map.groupBy(samples, ({ route }) => route)]
    .map(([route, own]) => {
      const times = own
        .filter(({ outcome }) => outcome === 'answered')
        .map(({ ms }) => ms)
        .sort((a, b) => a - b)
      return {
        route,
        requests: own.length,
        answered: times.length,
        p50: percentile(times, 0.5),
        p95: percentile(times, 0.95),
        p99: percentile(times, 0.99),
      }
    })
    .sort((a, b) => a.route.localeCompare(b.route))
}

/** The nearest rank of sorted `values`; 0 of none. */
export function percentile(values: readonly number[], share: number): number {
  return Math.round(values[Math.max(0, Math.ceil(values.length * share) - 1)] ?? 0)
}

/** From its beginning until everything must have come right again. */
export interface Disturbance {
  readonly kind: string
  readonly fromMs: number
  readonly untilMs: number
}

export interface ErrorCount {
  readonly kind: string
  readonly count: number
  /** Among them those that no fault excuses. */
  readonly unexpected: number
}

/** Errors by route and kind. What is `away` is expected while something is, and `refused` always. */
export function errorCounts(
  samples: readonly Sample[],
  disturbances: readonly Disturbance[],
): readonly ErrorCount[] {
  const errors = samples.filter(({ outcome }) => outcome !== 'answered')
  return [...Map.groupBy(errors, ({ route, kind }) => `${route}: ${kind}`)]
    .map(([kind, own]) => ({
      kind,
      count: own.length,
      unexpected: own.filter((sample) => !isExcused(sample, disturbances)).length,
    }))
    .sort((a, b) => b.unexpected - a.unexpected || b.count - a.count)
}

function isExcused({ outcome, atMs, ms }: Sample, disturbances: readonly Disturbance[]): boolean {
  if (outcome === 'refused') return true
  if (outcome === 'broken') return false
  return disturbances.some(({ fromMs, untilMs }) => atMs + ms >= fromMs && atMs <= untilMs)
}

/** Whether an answer's status is one that its sender must be ready for. */
export function outcomeOf(status: number): Outcome {
  if (status < 400) return 'answered'
  if (status === 409 || status === 429) return 'refused'
  return status === 503 ? 'away' : 'broken'
}

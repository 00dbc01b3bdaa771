/** The end of a soak in words and figures, and whether anything is wrong. */
import type { Growth } from './memory.ts'
import type { ScheduledFault } from './schedule.ts'
import { type Disturbance, errorCounts, routeFigures, type Sample } from './tally.ts'

export interface SoakResult {
  readonly seed: number
  readonly minutes: number
  readonly faults: readonly ScheduledFault[]
  readonly disturbances: readonly Disturbance[]
  readonly samples: readonly Sample[]
  readonly growths: readonly Growth[]
  /** What was lost or invented. */
  readonly losses: readonly string[]
  /** Parts that ended by themselves, and what the soak itself could not do. */
  readonly crashes: readonly string[]
}

export interface SoakReport {
  readonly text: string
  readonly violations: readonly string[]
}

export function soakReport(result: SoakResult): SoakReport {
  const { samples, disturbances, growths, losses, crashes } = result
  const errors = errorCounts(samples, disturbances)
  const violations = [
    ...errors
      .filter(({ unexpected }) => unexpected > 0)
      .map(({ kind, unexpected }) => `unexpected error: ${kind} (${unexpected})`),
    ...losses.map((loss) => `lost: ${loss}`),
    ...growths
      .filter(({ leaks }) => leaks)
      .map(({ part, fromMb, toMb }) => `memory of ${part} grew from ${mb(fromMb)} to ${mb(toMb)}`),
    ...crashes,
  ]
  const routes = routeFigures(samples)
  const lines = [
    `Soak of ${result.minutes} minutes, seed ${result.seed}`,
    '',
    `Faults: ${disturbances.length} of ${result.faults.length} scheduled`,
    ...disturbances.map(
      ({ kind, fromMs, untilMs }) =>
        `  ${seconds(fromMs)}  ${kind}, excused for ${seconds(untilMs - fromMs)}`,
    ),
    '',
    `${'Route'.padEnd(36)}${columns('requests', 'answered', 'P50 ms', 'P95 ms', 'P99 ms')}`,
    ...routes.map(
      ({ route, requests, answered, p50, p95, p99 }) =>
        `${route.padEnd(36)}${columns(requests, answered, p50, p95, p99)}`,
    ),
    `${'all'.padEnd(36)}${columns(samples.length, samples.filter(({ outcome }) => outcome === 'answered').length)}`,
    '',
    'Errors (total, of them unexpected)',
    ...(errors.length === 0
      ? ['  none']
      : errors.map((each) => `  ${each.kind}: ${each.count}, ${each.unexpected}`)),
    '',
    'Memory after the warm-up and at the end',
    ...(growths.length === 0
      ? ['  no process lived for long enough']
      : growths.map(
          ({ part, fromMb, toMb, minutes }) =>
            `  ${part}: ${mb(fromMb)} -> ${mb(toMb)} in ${minutes.toFixed(1)} minutes`,
        )),
    '',
    `Lost messages, trades and alerts: ${losses.length}`,
    '',
    violations.length === 0 ? 'No violation.' : `Violations: ${violations.length}`,
    ...violations.map((violation) => `  ${violation}`),
  ]
  return { text: lines.join('\n'), violations }
}

const columns = (...values: readonly (string | number)[]) =>
  values.map((value) => String(value).padStart(10)).join('')
const mb = (value: number) => `${Math.round(value)} MB`
const seconds = (ms: number) => `${(ms / 1000).toFixed(0).padStart(5)} s`

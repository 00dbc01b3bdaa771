/**
 * What Workers Analytics Engine is told: a data point for every turn, push and alert, of figures and closed sets alone.
 * The columns of each kind are those that `infra/cloud/src/figures.ts` reads; a new one is added at the end, never in the
 * middle (https://developers.cloudflare.com/analytics/analytics-engine/).
 */
import type { PushOutcome } from './alerts/push/outcome.ts'
import type { TurnOutcome } from './pipeline/turn.ts'

export interface Point {
  /** The kind, by which is sampled. */
  readonly indexes: readonly [string]
  readonly blobs: readonly string[]
  readonly doubles: readonly number[]
}

/** Never throws, and is waited for by nobody. */
export type Measure = (point: Point) => void

/** -1 stands for what there was none of: a column of numbers knows no gap, and 0 is a figure. */
const none = -1

export function turnPoint(
  outcome: TurnOutcome,
  { firstWordMs, totalMs }: { readonly firstWordMs?: number; readonly totalMs: number },
): Point {
  const { intent, usage, reviews, stages } = outcome.report
  const gate = reviews.filter(({ by }) => by === 'gate')
  const verdict = reviews.findLast(({ by }) => by === 'risk')?.recommendation
  const held = gate.reduce((sum, { issues }) => sum + issues.length, 0)
  return {
    indexes: ['turn'],
    blobs: [
      outcome.status,
      intent ?? '',
      outcome.status === 'failed' ? outcome.failure.code : '',
      verdict ?? '',
      gate.at(-1)?.recommendation ?? '',
    ],
    doubles: [
      firstWordMs ?? none,
      totalMs,
      stages.manager ?? none,
      stages.analyst ?? none,
      stages.persona ?? none,
      stages.risk ?? none,
      usage.costUsd,
      held,
      usage.inputTokens,
      usage.outputTokens,
    ],
  }
}

/** `happenedAt`: of what the push tells. */
export function pushPoint(status: PushOutcome['status'], happenedAt: string, nowMs: number): Point {
  return { indexes: ['push'], blobs: [status], doubles: [Math.max(0, nowMs - Date.parse(happenedAt))] }
}

/** From what happened until the users that it concerns were found. `by` tells whether it came on its way or was swept up. */
export function alertPoint(
  type: string,
  by: 'report' | 'sweep',
  happenedAt: string,
  told: number,
  nowMs: number,
): Point {
  return {
    indexes: ['alert'],
    blobs: [type, by],
    doubles: [Math.max(0, nowMs - Date.parse(happenedAt)), told],
  }
}

/** `version`: of the Worker, by which a roll-out tells the new one's failures from the old one's. */
export function httpPoint(version: string, status: number, method: string, ms: number): Point {
  return { indexes: ['http'], blobs: [version, String(status).slice(0, 1), method], doubles: [ms] }
}

/** The runtime's own. */
interface DataSet {
  writeDataPoint(point: { indexes: string[]; blobs: string[]; doubles: number[] }): void
}

/** Where the runtime has a data set; elsewhere nothing is measured. */
export function measureTo(dataset: DataSet | undefined): Measure {
  return ({ indexes, blobs, doubles }) =>
    dataset?.writeDataPoint({ indexes: [...indexes], blobs: [...blobs], doubles: [...doubles] })
}

/** Sudden moves of Fear & Greed (DESIGN: "Market rules"): at most one event a day, as the index has one value a day. Pure. */
import type { Direction } from '@sage/db/vocabulary'
import type { FearGreedPoint } from '../contract.ts'

export interface FearGreedThresholds {
  /** Points against the day before. */
  readonly jump: number
  /** At most and at least: extremes into which the index may cross. */
  readonly fear: number
  readonly greed: number
}

/** As the contract's `MarketEvent`. */
export interface FoundMood {
  readonly key: string
  readonly kind: 'fear_greed'
  readonly direction: Direction
  readonly value: number
  readonly previousValue: number
  readonly atMs: number
}

const dayMs = 86_400_000
/** A value that has not been followed by another for so long is no news. */
export const moodIsNewsMs = 1.5 * dayMs

/** @param points oldest first, as far as they are known */
export function judgeMood(
  points: readonly FearGreedPoint[],
  thresholds: FearGreedThresholds,
  nowMs: number,
): FoundMood | undefined {
  const newest = points.at(-1)
  if (newest === undefined) return undefined
  const atMs = Date.parse(newest.at)
  if (nowMs - atMs > moodIsNewsMs) return undefined
  const day = Math.floor(atMs / dayMs)
  const previous = points.findLast(({ at }) => Math.floor(Date.parse(at) / dayMs) === day - 1)
  if (previous === undefined) return undefined
  const { jump, fear, greed } = thresholds
  const [value, before] = [newest.value, previous.value]
  const jumped = Math.abs(value - before) >= jump
  const crossed = (value <= fear && before > fear) || (value >= greed && before < greed)
  if (!jumped && !crossed) return undefined
  return {
    key: `fear_greed:${newest.at.slice(0, 10)}`,
    kind: 'fear_greed',
    direction: value > before ? 'up' : 'down',
    value,
    previousValue: before,
    atMs,
  }
}

import { describe, expect, it } from 'vitest'
import { judgeMood } from './fear-greed-moves.ts'

const thresholds = { jump: 15, fear: 10, greed: 90 }
const at = '2026-11-24T00:00:00.000Z'
const points = (previous: number, value: number) => [
  { value: previous, at: '2026-11-23T00:00:00.000Z' },
  { value, at },
]
const judge = (previous: number, value: number, nowMs = Date.parse(at) + 3_600_000) =>
  judgeMood(points(previous, value), thresholds, nowMs)

describe('Fear & Greed', () => {
  it.each([
    [50, 64, undefined],
    [50, 65, 'up'],
    [50, 36, undefined],
    [50, 35, 'down'],
    [12, 11, undefined],
    [11, 10, 'down'],
    [10, 9, undefined],
    [88, 89, undefined],
    [89, 90, 'up'],
    [91, 90, undefined],
    [10, 15, undefined],
  ] as const)('from %i to %i within a day: %s', (previous, value, direction) => {
    expect(judge(previous, value)?.direction).toBe(direction)
  })

  it('has one event a day, whoever finds it', () => {
    expect(judge(30, 9)).toEqual({
      key: 'fear_greed:2026-11-24',
      kind: 'fear_greed',
      direction: 'down',
      value: 9,
      previousValue: 30,
      atMs: Date.parse(at),
    })
  })

  it('that has not been renewed is no news, and without the day before there is nothing to hold it against', () => {
    expect(judge(30, 9, Date.parse(at) + 2 * 86_400_000)).toBeUndefined()
    expect(judgeMood(points(30, 9).slice(1), thresholds, Date.parse(at))).toBeUndefined()
    const gap = [
      { value: 50, at: '2026-11-21T00:00:00.000Z' },
      { value: 9, at },
    ]
    expect(judgeMood(gap, thresholds, Date.parse(at))).toBeUndefined()
  })
})

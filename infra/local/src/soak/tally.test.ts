import { describe, expect, it } from 'vitest'
import { errorCounts, outcomeOf, percentile, routeFigures, type Sample } from './tally.ts'

const sample = (more: Partial<Sample>): Sample => ({
  route: 'GET /x',
  outcome: 'answered',
  kind: '200',
  atMs: 0,
  ms: 10,
  ...more,
})

it('takes percentiles of what was answered', () => {
  const samples = Array.from({ length: 100 }, (_, index) => sample({ ms: index + 1 }))
  const [figures] = routeFigures([...samples, sample({ outcome: 'away', ms: 9999 })])
  expect(figures).toEqual({ route: 'GET /x', requests: 101, answered: 100, p50: 50, p95: 95, p99: 99 })
  expect(percentile([], 0.5)).toBe(0)
})

describe('an error', () => {
  const down = [{ kind: 'edge killed', fromMs: 1000, untilMs: 2000 }]
  it.each([
    ['while a part is away', { outcome: 'away', atMs: 1500 }, 0],
    ['of a request that was under way when it went', { outcome: 'away', atMs: 500, ms: 600 }, 0],
    ['when all should be well', { outcome: 'away', atMs: 2001 }, 1],
    ['that must never happen', { outcome: 'broken', atMs: 1500 }, 1],
    ['that is a limit', { outcome: 'refused', atMs: 9000 }, 0],
  ] as const)('%s', (_name, more, unexpected) => {
    expect(errorCounts([sample({ kind: 'e', ...more })], down)).toEqual([
      { kind: 'GET /x: e', count: 1, unexpected },
    ])
  })
})

it.each([
  [200, 'answered'],
  [409, 'refused'],
  [429, 'refused'],
  [503, 'away'],
  [500, 'broken'],
  [404, 'broken'],
] as const)('%i is %s', (status, outcome) => {
  expect(outcomeOf(status)).toBe(outcome)
})

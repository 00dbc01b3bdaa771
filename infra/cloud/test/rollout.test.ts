import { describe, expect, it } from 'vitest'
import { judge, lookEveryMs, rollOut, steps, type VersionTraffic } from '../src/rollout.ts'

const traffic = (fresh: [number, number], before: [number, number]): VersionTraffic => ({
  fresh: { requests: fresh[0], failed: fresh[1] },
  before: { requests: before[0], failed: before[1] },
})

describe('the new version', () => {
  it.each([
    ['answers as well as the old one', traffic([1000, 2], [1000, 2]), 'well'],
    ['fails in a share that is worse than harmless', traffic([1000, 30], [9000, 9]), 'worse'],
    ['fails much, but not in much larger a share than the old one', traffic([1000, 100], [1000, 50]), 'well'],
    ['fails three times as often as the old one', traffic([1000, 160], [1000, 50]), 'worse'],
    ['has hardly been asked', traffic([20, 0], [400, 0]), 'unknown'],
    ['has failed once or twice by chance', traffic([20, 2], [400, 0]), 'unknown'],
    ['fails at once, long before there is a share', traffic([6, 6], [100, 0]), 'worse'],
    ['is the only one that is asked', traffic([500, 40], [0, 0]), 'worse'],
  ])('%s', (_name, seen, verdict) => {
    expect(judge(seen)).toBe(verdict)
  })
})

/** A rollout whose looks find `found`, one after the other, the last again and again. */
async function roll(...found: readonly (VersionTraffic | Error)[]) {
  const splits: number[] = []
  const lines: string[] = []
  let looks = 0
  let waitedMs = 0
  const outcome = await rollOut({
    split: async (share) => {
      splits.push(share)
    },
    traffic: async () => {
      const each = found[Math.min(looks++, found.length - 1)]
      if (each === undefined || each instanceof Error) throw each
      return each
    },
    wait: async (ms) => {
      waitedMs += ms
    },
    say: (line) => lines.push(line),
  })
  return { outcome, splits, lines, waitedMs }
}

it('takes over step by step, and looks at each', async () => {
  const { outcome, splits, waitedMs } = await roll(traffic([500, 0], [500, 0]))
  expect(outcome).toBe('done')
  expect(splits).toEqual([...steps])
  expect(waitedMs).toBe(steps.length * 4 * lookEveryMs)
})

it('gives everything back at the first look that finds it worse', async () => {
  const { outcome, splits } = await roll(
    ...Array.from({ length: 5 }, () => traffic([500, 0], [500, 0])),
    traffic([500, 50], [500, 0]),
  )
  expect(outcome).toBe('rolled back')
  expect(splits).toEqual([5, 25, 0])
})

it('goes on after a time where nobody comes, and where figures are not to be had, and says so', async () => {
  const quiet = await roll(traffic([0, 0], [3, 0]))
  expect([quiet.outcome, quiet.splits.at(-1)]).toEqual(['done', 100])
  expect(quiet.lines.join()).toContain('too few requests to tell')
  const blind = await roll(new Error('503'))
  expect(blind.outcome).toBe('done')
  expect(blind.lines.join()).toContain('figures are not to be had: 503')
})

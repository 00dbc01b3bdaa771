import { expect, it } from 'vitest'
import { faultKinds, faultSchedule } from './schedule.ts'

const hourMs = 3_600_000

it('is the same for the same seed, and another for another', () => {
  expect(faultSchedule(7, hourMs)).toEqual(faultSchedule(7, hourMs))
  expect(faultSchedule(7, hourMs)).not.toEqual(faultSchedule(8, hourMs))
})

it.each([1, 2, 3])('of seed %i brings every kind, one after the other, and ends in time', (seed) => {
  const faults = faultSchedule(seed, hourMs)
  expect(new Set(faults.slice(0, faultKinds.length).map(({ kind }) => kind)).size).toBe(faultKinds.length)
  for (const [index, { atMs, forMs }] of faults.entries()) {
    const next = faults[index + 1]?.atMs ?? hourMs
    expect(next - (atMs + forMs)).toBeGreaterThanOrEqual(15_000)
  }
})

it('has room for no fault in a soak of half a minute', () => {
  expect(faultSchedule(1, 30_000)).toEqual([])
})

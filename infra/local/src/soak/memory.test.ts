import { expect, it } from 'vitest'
import { growths, type MemorySample } from './memory.ts'

/** A process that is looked at every 5 s for `minutes`. */
const life = (pid: number, minutes: number, mbAt: (minute: number) => number): MemorySample[] =>
  Array.from({ length: minutes * 12 }, (_, index) => ({
    part: 'ingest',
    pid,
    atMs: index * 5000,
    mb: mbAt(index / 12),
  }))

it('a warm-up is no leak, and memory that grows without end is one', () => {
  const [steady] = growths(life(1, 10, (minute) => (minute < 0.7 ? 100 : 180)))
  expect(steady).toMatchObject({ fromMb: 180, toMb: 180, leaks: false })
  const [leaking] = growths(life(2, 10, (minute) => 100 + 40 * minute))
  expect(leaking?.leaks).toBe(true)
})

it('a process that was killed young tells nothing, and the next is no continuation of it', () => {
  expect(growths([...life(1, 1, () => 100), ...life(2, 1, () => 900)])).toEqual([])
})

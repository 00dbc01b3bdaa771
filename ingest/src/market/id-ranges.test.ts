import { describe, expect, it } from 'vitest'
import { createIdRanges } from './id-ranges.ts'

describe('ranges of ids', () => {
  it('know exactly the ids they were given, in whatever order these come', () => {
    const random = seeded(11)
    for (let round = 0; round < 50; round += 1) {
      const ranges = createIdRanges()
      const known = new Set<number>()
      for (let step = 0; step < 200; step += 1) {
        const id = 5_000_000_000 + Math.floor(random() * 120)
        expect(ranges.add(id)).toBe(!known.has(id))
        known.add(id)
        expect(ranges.unbroken()).toBe(Math.max(...known) - Math.min(...known) + 1 === known.size)
      }
      for (let id = 4_999_999_998; id < 5_000_000_124; id += 1) expect(ranges.has(id)).toBe(known.has(id))
    }
  })
})

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

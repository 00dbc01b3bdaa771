/** A set of trade ids, which mostly come in order and without gaps: a few ranges instead of thousands of entries. */
export interface IdRanges {
  /** Whether the id was new. */
  add(id: number): boolean
  has(id: number): boolean
  /** Whether all ids between the smallest and the greatest are there. */
  unbroken(): boolean
}

export function createIdRanges(): IdRanges {
  // Range n is `firsts[n]` to `lasts[n]`, both included; ranges are in order and do not touch.
  const firsts: number[] = []
  const lasts: number[] = []

  /** Index of the last range that starts at or before `id`, or -1. */
  function rangeBefore(id: number): number {
    let index = firsts.length - 1
    // From the end: what is late is not very late.
    while (index >= 0 && (firsts[index] ?? 0) > id) index -= 1
    return index
  }

  return {
    add(id) {
      const index = rangeBefore(id)
      const last = lasts[index]
      if (last !== undefined && id <= last) return false
      const joinsBefore = last !== undefined && id === last + 1
      const joinsAfter = firsts[index + 1] === id + 1
      if (joinsBefore && joinsAfter) {
        lasts.splice(index, 1)
        firsts.splice(index + 1, 1)
      } else if (joinsBefore) lasts[index] = id
      else if (joinsAfter) firsts[index + 1] = id
      else {
        firsts.splice(index + 1, 0, id)
        lasts.splice(index + 1, 0, id)
      }
      return true
    },
    has(id) {
      const last = lasts[rangeBefore(id)]
      return last !== undefined && id <= last
    },
    unbroken: () => firsts.length <= 1,
  }
}

/**
 * What one coin cost on one venue in the last hour: its lowest and highest price with their times, and the price an
 * hour ago. Kept in pieces of five seconds: within one, only its extremes and its last price are known.
 */

export interface PricePoint {
  /** The venue's own digits. */
  readonly price: string
  readonly atMs: number
}

export const windowMs = 3_600_000
const sliceMs = 5000
/** One more than an hour has, for the price that was an hour ago. */
const sliceCount = windowMs / sliceMs + 12
/** The price an hour ago is one of this minute, or not known. */
const agoToleranceMs = 60_000

interface Slice {
  readonly startMs: number
  low: PricePoint
  lowest: number
  high: PricePoint
  highest: number
  last: PricePoint
}

export interface PriceWindow {
  /** In any order; what is older than the window is forgotten. */
  add(price: string, atMs: number): void
  /** Of the hour that ends at `untilMs`; `undefined` without any price in it. */
  extremes(untilMs: number): { readonly low: PricePoint; readonly high: PricePoint } | undefined
  /** The price as it was an hour before `nowMs`. */
  hourAgo(nowMs: number): PricePoint | undefined
}

export function createPriceWindow(): PriceWindow {
  const slices: (Slice | undefined)[] = new Array(sliceCount).fill(undefined)
  let newestMs = 0

  return {
    add(price, atMs) {
      const startMs = atMs - (atMs % sliceMs)
      if (startMs <= newestMs - sliceCount * sliceMs) return
      if (startMs > newestMs) newestMs = startMs
      const index = (startMs / sliceMs) % sliceCount
      const slice = slices[index]
      const value = Number(price)
      if (slice === undefined || slice.startMs !== startMs) {
        const point = { price, atMs }
        slices[index] = { startMs, low: point, lowest: value, high: point, highest: value, last: point }
        return
      }
      if (value < slice.lowest) {
        slice.low = { price, atMs }
        slice.lowest = value
      }
      if (value > slice.highest) {
        slice.high = { price, atMs }
        slice.highest = value
      }
      if (atMs >= slice.last.atMs) slice.last = { price, atMs }
    },

    extremes(untilMs) {
      const sinceMs = untilMs - windowMs
      const within = ({ atMs }: PricePoint) => atMs >= sinceMs && atMs <= untilMs
      let lowest: Slice | undefined
      let highest: Slice | undefined
      for (const slice of slices) {
        if (slice === undefined) continue
        if ((lowest === undefined || slice.lowest < lowest.lowest) && within(slice.low)) lowest = slice
        if ((highest === undefined || slice.highest > highest.highest) && within(slice.high)) highest = slice
      }
      return lowest && highest && { low: lowest.low, high: highest.high }
    },

    hourAgo(nowMs) {
      const askedMs = nowMs - windowMs
      let best: PricePoint | undefined
      for (const slice of slices) {
        if (slice === undefined) continue
        const { last } = slice
        if (last.atMs > askedMs || last.atMs <= askedMs - agoToleranceMs) continue
        if (best === undefined || last.atMs > best.atMs) best = last
      }
      return best
    },
  }
}

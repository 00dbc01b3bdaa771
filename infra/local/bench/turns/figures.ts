export interface Quantiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

export function quantiles(values: readonly number[]): Quantiles {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

export function round(value: number): number {
  return Math.round(value * 1000) / 1000
}

/** What is true by construction, for the compiler. */
export function never(): never {
  throw new Error('the list is shorter than it was made')
}

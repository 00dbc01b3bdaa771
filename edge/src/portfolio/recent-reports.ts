import type { Performance } from '../contract/portfolio.ts'

/** Long enough for a page that asks twice, short enough that the figures are those of now. */
const freshForMs = 5_000
const mostKept = 100

/**
 * Reports that were made a moment ago. The key names the portfolio's version, so that a trade is never missing from
 * what is served.
 */
export class RecentReports {
  readonly #reports = new Map<string, { readonly atMs: number; readonly report: Performance }>()

  async get(key: string, nowMs: number, make: () => Promise<Performance>): Promise<Performance> {
    const known = this.#reports.get(key)
    if (known && nowMs - known.atMs < freshForMs) return known.report
    const report = await make()
    this.#reports.delete(key)
    this.#reports.set(key, { atMs: nowMs, report })
    const [oldest] = this.#reports.keys()
    if (this.#reports.size > mostKept && oldest !== undefined) this.#reports.delete(oldest)
    return report
  }
}

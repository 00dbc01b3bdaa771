import type { Performance } from '../contract/portfolio.ts'

/**
 * How long a report is served again: longer for one that costs more to make, so that figuring out ten thousand trades
 * takes a small part of the time even of a page that asks every second. Prices move on meanwhile; `to` says of when
 * the figures are.
 */
function freshForMs(report: Performance): number {
  return 2_000 + 3 * report.trades
}

const mostKept = 100

/**
 * Reports that were made a moment ago. The key names the portfolio's version, so that a trade is never missing from
 * what is served.
 */
export class RecentReports {
  readonly #reports = new Map<string, { readonly atMs: number; readonly report: Performance }>()

  async get(key: string, nowMs: number, make: () => Promise<Performance>): Promise<Performance> {
    const known = this.#reports.get(key)
    if (known && nowMs - known.atMs < freshForMs(known.report)) return known.report
    const report = await make()
    this.#reports.delete(key)
    this.#reports.set(key, { atMs: nowMs, report })
    const [oldest] = this.#reports.keys()
    if (this.#reports.size > mostKept && oldest !== undefined) this.#reports.delete(oldest)
    return report
  }
}

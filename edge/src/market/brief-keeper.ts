/**
 * Has the Analyst's brief ready before the question: made anew as the market moves, shared by all users. Only while
 * people ask, so that a calm night costs nothing, and one at a time.
 */
import type { Brief, MarketState } from '../pipeline/brief.ts'
import type { BriefStore } from '../pipeline/deps.ts'

/** Briefs are kept ready for so long after the last question. */
export const briefInterestMs = 30 * 60_000
/** A brief that is about to end is made anew this long before, so that there is no moment without one. */
const renewAheadMs = 30_000
/** However the market rages, briefs are not made oftener. */
export const briefPaceMs = 15_000
/** After failures in a row: the pace doubling up to this. */
const longestPauseMs = 5 * 60_000

export interface BriefKeeperDeps {
  readonly store: Required<BriefStore>
  /** Makes and stores the brief of this moment; absent where there is no money for it or Claude cannot. */
  make(): Promise<Brief | undefined>
  now(): Date
}

export class BriefKeeper {
  readonly #deps: BriefKeeperDeps
  #askedAtMs = Number.NEGATIVE_INFINITY
  #waitUntilMs = Number.NEGATIVE_INFINITY
  #failures = 0
  #busy = false

  constructor(deps: BriefKeeperDeps) {
    this.#deps = deps
  }

  /** Notes that somebody asks the mentor. */
  asked(): void {
    const nowMs = this.#deps.now().getTime()
    // The first question after a calm finds no brief and makes it itself.
    if (!this.#isWanted(nowMs)) this.#waitUntilMs = Math.max(this.#waitUntilMs, nowMs + briefPaceMs)
    this.#askedAtMs = nowMs
  }

  /** Makes a new brief if the market has left the last one behind. Called often; costs nothing then. */
  async look(state: () => MarketState): Promise<void> {
    const nowMs = this.#deps.now().getTime()
    if (this.#busy || nowMs < this.#waitUntilMs || !this.#isWanted(nowMs)) return
    this.#busy = true
    try {
      const market = state()
      if (Object.keys(market.prices).length === 0) return
      const soon = { ...market, at: new Date(nowMs + renewAheadMs).toISOString() }
      // Refused while the last one holds, and while a turn that found none makes it.
      if (!(await this.#deps.store.claim(soon))) return
      const brief = await this.#deps.make()
      this.#failures = brief ? 0 : this.#failures + 1
      const pauseMs = Math.min(longestPauseMs, briefPaceMs * 2 ** Math.min(this.#failures, 10))
      this.#waitUntilMs = this.#deps.now().getTime() + pauseMs
    } finally {
      this.#busy = false
    }
  }
  #isWanted(nowMs: number): boolean {
    return nowMs - this.#askedAtMs < briefInterestMs
  }
}

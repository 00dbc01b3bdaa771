/** What the pipeline needs from the house around it. */
import type { Claude } from '../claude/client.ts'
import type { Brief, MarketState } from './brief.ts'

/** Holds the newest brief; shared by all users. */
export interface BriefStore {
  /** The brief that is current for `state` (see `isCurrent`), if there is one. */
  get(state: MarketState): Promise<Brief | undefined>
  put(brief: Brief): Promise<void>
  /**
   * Whether the caller is the one who makes the brief of this state: `true` for one caller in ten seconds. Without
   * it, every turn that finds no brief makes one.
   */
  claim?(state: MarketState): Promise<boolean>
}

export type Reservation =
  | { readonly ok: true; settle(actualUsd: number): Promise<void> }
  | { readonly ok: false; readonly scope: 'user' | 'total' }

/** The day's money, of one user and of the whole house. */
export interface Budget {
  reserve(estimateUsd: number): Promise<Reservation>
}

export interface PipelineDeps {
  readonly claude: Claude
  readonly brief: BriefStore
  readonly budget: Budget
  now(): Date
}

import type { MarketSource } from '@sage/db/vocabulary'
import type { Fact, FactId } from '../contract/fact.ts'

/** Every figure that a turn may cite, fixed when the turn starts. */
export interface FactSheet {
  readonly snapshotAt: string
  readonly source: MarketSource
  readonly facts: ReadonlyMap<FactId, Fact>
}

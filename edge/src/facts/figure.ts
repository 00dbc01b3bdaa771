/** Judges one figure in its surroundings: it states a fact, or it claims nothing, or the reader said it himself. */
import type { Fact, FactId } from '../contract/fact.ts'
import { isPresentReading } from './market-claim.ts'
import { matchFact } from './match.ts'
import { type Passing, passing } from './passing/passing.ts'
import type { Quantity } from './quantities/quantity.ts'
import type { Surroundings } from './surroundings.ts'
import { wasSaid } from './user-numbers.ts'
import { wonTrades } from './won-trades.ts'

export type Verdict =
  | { readonly type: 'passes'; readonly why: Passing | 'user' }
  | {
      readonly type: 'fact'
      readonly fact: Fact
      readonly length: number
      readonly magnitude: boolean
      readonly asWritten: boolean
    }
  | { readonly type: 'refused' }

/** `look`: the figure as the reader would see it, which may be in other digits. */
export function judgeFigure(
  found: Quantity,
  look: string,
  facts: ReadonlyMap<FactId, Fact>,
  said: readonly Quantity[],
  around: Surroundings,
): Verdict {
  const why = passing(found, around.before, around.after, look)
  if (why !== undefined) return { type: 'passes', why }
  const match = matchFact(found, facts, around)
  if (match !== undefined) return { type: 'fact', ...match }
  const rate = wonTrades(found, facts, around)
  if (rate !== undefined)
    return { type: 'fact', fact: rate, length: found.length, magnitude: false, asWritten: true }
  if (wasSaid(found, said) && !isPresentReading(found, facts, around)) return { type: 'passes', why: 'user' }
  return { type: 'refused' }
}

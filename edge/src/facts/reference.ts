/** Whether a fact that the writer referred to by its id fits the words around the reference. */
import { Decimal } from 'decimal.js'
import { type Fact, FactId } from '../contract/fact.ts'
import { directionOf } from './direction.ts'
import { belongs, isGivenIn } from './measure.ts'
import { measuresIn } from './measures.ts'
import { isSigned } from './render.ts'
import { clauseAfter, clauseBefore, sentenceBefore } from './sentences.ts'
import { coinOf } from './subject.ts'
import { subjectsIn } from './subjects.ts'
import type { Surroundings } from './surroundings.ts'

/** How far from a reference a direction word may stand to belong to it. */
const directionReach = 16
/** A reference is shown soon: so much of what follows may be awaited for its direction and coin. */
export const referenceReach = 24
const longestReference = 48

/** The reference that `text`, which begins with a brace, opens with; without an id where it is malformed. */
export function readReference(
  text: string,
  ended: boolean,
): 'open' | { readonly id: FactId | undefined; readonly length: number } {
  const end = text.indexOf('}}')
  if (end !== -1) {
    const id = FactId.safeParse(/^\{\{\s*([\w.]+)\s*\}\}$/.exec(text.slice(0, end + 2))?.[1])
    return { id: id.success ? id.data : undefined, length: end + 2 }
  }
  const possible = /^\{(?:\{[\w. ]*\}?)?$/.test(text) && text.length < longestReference
  return possible && !ended ? 'open' : { id: undefined, length: text.length }
}

/** The coin, the measure and the direction must fit; `magnitude`: a word beside the figure carries its sign. */
export function judgeReference(fact: Fact, around: Surroundings): 'unfit' | 'signed' | 'magnitude' {
  const clause = clauseBefore(around.before)
  const ahead = clauseAfter(around.after)
  if (isCalledOtherwise(fact, clause)) return 'unfit'
  const coin = coinOf(fact.id)
  const sentence = subjectsIn(sentenceBefore(around.before))
  if (coin !== undefined && sentence.length > 0 && !sentence.some((each) => each.subject === coin)) {
    if (subjectsIn(ahead).some((each) => each.subject === coin)) return 'signed'
    return 'unfit'
  }
  if (!isSigned(fact.id)) return 'signed'
  // Korean tells the direction after the figure, so a word before it decides only if none follows.
  const behind = directionOf(clause, '', directionReach)
  const following = directionOf('', ahead)
  const isKorean = /[가-힣]/.test(clause + ahead)
  const said = isKorean ? (following ?? behind) : (behind ?? following)
  if (said === undefined) return 'signed'
  const value = new Decimal(fact.value)
  if (value.isZero()) return 'signed'
  return (said === -1) === value.isNegative() ? 'magnitude' : 'unfit'
}

/** What joins a measure to the figure that it equals: 200일선은 …, "the average sits near …". */
const equals =
  /^(?:선)?(?:은|는|이|가|인|도|의 값은)\s?(?:지금|현재|이제|오늘|약|대략)?\s?$|^:\s?$|^(?:\s(?:now|today|currently))?\s(?:is|was|sits|stands|reads|comes|runs|equals|of)\b(?:\s(?:now|today|currently|at|near|around|about|in|to|roughly))*\s?$/i

/** 200일선은 {{BTC.price}}: the words call the figure something that the fact is not. */
function isCalledOtherwise(fact: Fact, clause: string): boolean {
  const measure = measuresIn(clause).at(-1)
  if (measure === undefined || !equals.test(clause.slice(measure.end))) return false
  if (measure.name === 'foreign') return true
  return !belongs(measure.name, fact) && isGivenIn(measure.name, fact)
}

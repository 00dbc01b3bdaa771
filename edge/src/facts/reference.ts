/** Whether a fact that the writer referred to by its id fits the words around the reference. */
import { Decimal } from 'decimal.js'
import type { Fact } from '../contract/fact.ts'
import { clauseAfter, clauseBefore, directionOf, measuresIn, sentenceBefore, subjectsIn } from './context.ts'
import { belongs, isGivenIn } from './measure.ts'
import { isSigned } from './render.ts'
import { coinOf } from './subject.ts'
import { isOpen, type Surroundings } from './surroundings.ts'

/** How far from a reference a direction word may stand to belong to it. */
const referenceReach = 16
/** A reference is shown soon: so much of what follows may be awaited for its direction and coin. */
const longestReferenceWait = 24

/** The coin, the measure and the direction must fit; `magnitude`: a word beside the figure carries its sign. */
export function judgeReference(fact: Fact, around: Surroundings): 'open' | 'unfit' | 'signed' | 'magnitude' {
  const waiting = isOpen(around) && around.after.length < longestReferenceWait
  const clause = clauseBefore(around.before)
  const ahead = clauseAfter(around.after)
  if (isCalledOtherwise(fact, clause)) return 'unfit'
  const coin = coinOf(fact.id)
  const sentence = subjectsIn(sentenceBefore(around.before))
  if (coin !== undefined && sentence.length > 0 && !sentence.some((each) => each.subject === coin)) {
    if (subjectsIn(ahead).some((each) => each.subject === coin)) return 'signed'
    return waiting ? 'open' : 'unfit'
  }
  if (!isSigned(fact.id)) return 'signed'
  // Korean tells the direction after the figure, so a word before it decides only if none follows.
  const behind = directionOf(clause, '', referenceReach)
  const following = directionOf('', ahead)
  const isKorean = /[가-힣]/.test(clause + ahead)
  if (waiting && following === undefined && (isKorean || behind === undefined)) return 'open'
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

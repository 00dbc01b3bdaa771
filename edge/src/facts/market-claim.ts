/**
 * A figure that the user gave may be repeated, but not as what the market or the portfolio shows now, where a fact
 * says otherwise: "Bitcoin now trades at $50,000" after "I bought at $50,000".
 */
import { Decimal } from 'decimal.js'
import type { Fact, FactId } from '../contract/fact.ts'
import { comparedTo } from './comparison.ts'
import { directionOf } from './direction.ts'
import { measuresIn } from './measures.ts'
import type { Quantity } from './quantities/quantity.ts'
import { clauseAfter, clauseBefore } from './sentences.ts'
import { nearestSubject } from './subject.ts'
import type { Surroundings } from './surroundings.ts'

/** Words that make the figure the reader's, the past's or a thought's. */
const notNow =
  /샀|사셨|사들|사 ?두|샀을|산 |넣|투자|팔|말한|말했|말하는|하셨|물었|묻|다고|라고|(?:다|라)는 |이라면|라면|다면|(?<=[가-힣])면(?=[\s,]|$)|때|평단|평균|진입|목표|까지|였|이었|던|\b(?:bought|paid|sold|entered|entry|put|invest\w*|said|say|mention\w*|told|asked|ask|if|when|were|was|had|goal|target|hope|would|should|could|whether|your|you)\b/i
const nowBefore =
  /지금|현재|방금|시세|값은|가격은|[은는이가] (?:약 )?$|\b(?:is|are|trad(?:es?|ing)|sits?|stands?|now|currently|price|costs?|worth|has|have)\b/i
const nowAfter =
  /^\s?(?:쯤|정도|선)?(?:일세|이네|이라네|입니다|이다|라네|네|에\s?거래|에서\s?거래)|\b(?:now|right now|at the moment|currently|today)\b/i
const portfolioNow = /포트폴리오|평가액|잔고|\bportfolio\b/i

const percentOver =
  /올랐|올라|내렸|내려|떨어졌|빠졌|상승했|하락했|\b(?:has|have|is|are|'s)\s(?:\w+\s){0,2}?(?:up|down|risen|fallen|dropped|gained|lost|climbed|jumped)\b|\b(?:rose|fell|dropped|gained|jumped|climbed)\b/i

/** Whether the figure is asserted as a present reading that one of `facts` gives otherwise. */
export function isPresentReading(
  quantity: Quantity,
  facts: ReadonlyMap<FactId, Fact>,
  around: Surroundings,
): boolean {
  const before = clauseBefore(around.before)
  const after = clauseAfter(around.after)
  const asserted = nowBefore.test(before) || nowAfter.test(after)
  const isMoney = quantity.unit === 'usd' || quantity.unit === 'none'
  if (isMoney && portfolioNow.test(before) && facts.has('portfolio.value')) {
    return asserted && !notNow.test(`${before} ${after}`.replace(/\byour?\b/gi, ''))
  }
  if (notNow.test(`${before} ${after}`)) return false
  const measure = measuresIn(before).at(-1)?.name
  if (measure === 'fearGreed') return asserted && quantity.unit !== 'usd' && facts.has('market.fearGreed')
  const named = nearestSubject(around)
  if (named === undefined || named.subject === 'other') return false
  if (quantity.unit === 'percent') {
    if (directionOf(before, after) === undefined || !percentOver.test(`${before} ${after}`)) return false
    return [...facts.keys()].some((id) => id.startsWith(`${named.subject}.`))
  }
  const price = facts.get(`${named.subject}.price`)
  const side = comparedTo(quantity, around.before, around.after)
  if (isMoney && side !== undefined && price !== undefined) {
    return !quantity.readings.some(({ value }) => new Decimal(price.value).cmp(value) === side)
  }
  return isMoney && asserted && measure !== 'foreign' && price !== undefined
}

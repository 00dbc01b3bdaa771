/** Multiples of a price that a change in percent gives: doubled is +100 %, halved is -50 %. */
import { Decimal } from 'decimal.js'
import type { Fact } from '../contract/fact.ts'
import { measuresIn } from './measures.ts'
import type { Quantity } from './quantities/quantity.ts'
import { clauseAfter, clauseBefore, sentenceBefore } from './sentences.ts'
import type { Surroundings } from './surroundings.ts'

const growth = /\.(?:change\w*|fromLow1y|return)$/
/** How far, as a share of it, a price may be from a multiple that it is said to be. */
const tolerance = new Decimal('0.05')
const more = /(?:more than|over|better than)\s$/i
const moreAfter = /^\s?(?:이상|넘게|넘는|남짓|가\s?넘)/
const almost = /(?:nearly|almost|close to|거의|약)\s$/i
const almostAfter = /^\s?(?:가까이|쯤|정도|가량)/

/** Whether a share, two thirds, is what the percentage says: of trades won, or lost or gained of a price. */
function isShare(fact: Fact, { readings }: Quantity): boolean {
  if (!growth.test(fact.id) && !fact.id.endsWith('.winRate')) return false
  const share = new Decimal(fact.value).div(100).abs()
  return readings.some(({ value }) => value.lt(1) && share.sub(value).abs().lte('0.01'))
}

/** Whether the price has become `quantity` times what it was, if `fact` is its change. */
export function isMultiple(
  fact: Fact,
  quantity: Quantity,
  { before, after }: Surroundings,
  side: 1 | -1 | undefined,
): boolean {
  if (quantity.part === true && isShare(fact, quantity)) return true
  if (!growth.test(fact.id)) return false
  const ratio = new Decimal(fact.value).div(100).add(1)
  const isMore = side === 1 || more.test(before) || moreAfter.test(after)
  const isAlmost = almost.test(before) || almostAfter.test(after)
  // Anything else that is measured (volume, volatility) may have doubled instead.
  const others = measuresIn(`${clauseBefore(before)} ${clauseAfter(after)}`)
  const isPlain = others.every(({ name }) => fact.id.endsWith(name) || /1y$/.test(name))
  return (
    isPlain &&
    /[\p{L}]/u.test(sentenceBefore(before)) &&
    quantity.readings.some(({ value }) => {
      if (isMore) return ratio.gte(value) && ratio.lt(value.add(Decimal.min(value, 1)))
      const distance = ratio.sub(value).abs().div(value)
      return distance.lte(isAlmost ? tolerance.mul(2) : tolerance)
    })
  )
}

/** Which fact, if any, a written quantity states: value, unit, sign, direction, coin and measure must all fit. */
import { Decimal } from 'decimal.js'
import type { Fact, FactId } from '../contract/fact.ts'
import { comparedTo, isLevelNamed, isOnSide, priceIsBeside } from './comparison.ts'
import { directionBeside, directionShared, isNeutral } from './direction.ts'
import { measureFits, nameOf, timeFits } from './measure.ts'
import { isMultiple } from './multiple.ts'
import type { Quantity } from './quantities/quantity.ts'
import { isSigned } from './render.ts'
import { inDecade, isApproximate, rounds, roundsLoosely, unitFits } from './rounding.ts'
import { coinOf, isAnonymous, subjectFits } from './subject.ts'
import type { Surroundings } from './surroundings.ts'

export interface Match {
  readonly fact: Fact
  /** Whether a word beside the figure carries its sign. */
  readonly magnitude: boolean
  /** Whether the figure is compared with the fact, and so stays as it was written. */
  readonly asWritten: boolean
  readonly length: number
}

/** 6만 달러대, the 60,000s. */
const decade = /^\s?대(?=$|[^가-힣]|에|로|를|까|의|이|가|초|중|후|는|일)/

/** Finds the fact that `quantity` states among `facts`, if it states one. */
export function matchFact(
  quantity: Quantity,
  facts: ReadonlyMap<FactId, Fact>,
  around: Surroundings,
): Match | undefined {
  const range = decade.exec(around.after)
  const loose = isApproximate(around.before, around.after)
  const side = comparedTo(quantity, around.before, around.after)
  const numerically = [...facts.values()].filter((fact) => {
    if (!unitFits(fact, quantity)) return false
    if (quantity.unit === 'times') return isMultiple(fact, quantity, around, side)
    const value = new Decimal(fact.value).abs()
    const isMoney = fact.unit === 'USDT'
    const isIndex = fact.unit === 'points'
    return quantity.readings.some((reading) => {
      if (range !== null && (isMoney || isIndex)) return inDecade(value, reading, around.after)
      if (rounds(value, reading, isMoney) || (loose && isMoney && roundsLoosely(value, reading))) return true
      return side !== undefined && isOnSide(value, reading, side)
    })
  })
  const coins = new Set([...facts.keys()].map(coinOf).filter((coin) => coin !== undefined))
  const fitting = numerically
    .filter(
      (each) =>
        subjectFits(each, quantity, around, coins.size) &&
        measureFits(each, quantity, around) &&
        timeFits(each, facts, around) &&
        signFits(each, quantity, around) &&
        comparisonFits(each, quantity, facts, around, side),
    )
    .sort(preference)
  const [fact] = fitting
  if (fact === undefined || (isAnonymous(around) && ofSeveralCoins(fitting))) return undefined
  const way = directionBeside(around.before, around.after) ?? directionShared(around.before)
  return {
    fact,
    magnitude: isSigned(fact.id) && way !== undefined && quantity.sign === 0,
    asWritten:
      quantity.unit === 'times' || range === null
        ? quantity.unit === 'times' || (side !== undefined && !isLevelNamed(fact, around.before))
        : fact.unit === 'points',
    length: quantity.length + (range?.[0].length ?? 0),
  }
}

/** "Behind the 6.2% of holding": what the portfolio is measured against, not where that went. */
const against =
  /\b(?:behind|ahead of|above|below|under|over|against|than|trailing|beating|trails|beats)\s(?:the\s|a\s)?$/i

const ofSeveralCoins = (facts: readonly Fact[]) =>
  new Set(facts.map(({ id }) => coinOf(id)).filter((coin) => coin !== undefined)).size > 1

function comparisonFits(
  fact: Fact,
  quantity: Quantity,
  facts: ReadonlyMap<FactId, Fact>,
  { before }: Surroundings,
  side: 1 | -1 | undefined,
): boolean {
  if (!priceIsBeside(fact, facts, before, side)) return false
  if (side === undefined || isLevelNamed(fact, before)) return true
  const value = new Decimal(fact.value).abs()
  return quantity.readings.some(({ value: figure }) => (side === 1 ? value.gte(figure) : value.lte(figure)))
}

/** The plainest meaning first, where a figure could state several facts. */
function preference(a: Fact, b: Fact): number {
  const order = ['price', 'change24h', 'fearGreed', 'change', 'change1h', 'change7d', 'change30d']
  const rank = (fact: Fact) => {
    const index = order.indexOf(nameOf(fact.id))
    return index === -1 ? order.length : index
  }
  return rank(a) - rank(b)
}

function signFits(fact: Fact, quantity: Quantity, { before, after }: Surroundings): boolean {
  const value = new Decimal(fact.value)
  if (!isSigned(fact.id)) {
    return quantity.sign !== -1 || value.isNegative() || nameOf(fact.id) === 'maxDrawdown'
  }
  if (value.isZero()) return true
  const actual = value.isNegative() ? -1 : 1
  if (nameOf(fact.id) === 'benchmark' && against.test(before)) return quantity.sign !== -actual
  const way = directionBeside(before, after) ?? (quantity.sign === 0 ? directionShared(before) : undefined)
  if (quantity.unit === 'times') return way === undefined || way === actual
  const neutral = isNeutral(before, after)
  if (quantity.sign !== 0) return quantity.sign === actual && (way === undefined || way === actual || neutral)
  return way === undefined ? actual === 1 || neutral : way === actual
}

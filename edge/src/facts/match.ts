/** Which fact, if any, a written quantity states: value, unit, sign, direction, coin and measure must all fit. */
import type { Decimal } from 'decimal.js'
import { Decimal as Exact } from 'decimal.js'
import type { Fact, FactId } from '../contract/fact.ts'
import {
  aboutPortfolio,
  clauseAfter,
  clauseBefore,
  clauseIsOver,
  type Direction,
  directionOf,
  framesIn,
  measuresIn,
  type Subject,
  sentenceAfter,
  sentenceBefore,
  subjectsIn,
} from './context.ts'
import type { Reading } from './quantities/reading.ts'
import type { Quantity } from './quantities/scan.ts'
import { isSigned } from './render.ts'

export interface Surroundings {
  readonly before: string
  readonly after: string
  /** The coin the conversation is about, where the answer itself has named none yet. */
  readonly topic: Subject | undefined
  readonly final: boolean
}

export type Match =
  | { readonly type: 'fact'; readonly fact: Fact; readonly magnitude: boolean; readonly length: number }
  | { readonly type: 'open' }
  | { readonly type: 'none' }

const approximate =
  /(?:약|대략|얼추|거의|근|about|around|roughly|approximately|nearly|almost|some|circa|~|≈)\s?\$?$/i
const approximateAfter = /^\s?(?:쯤|정도|가량|안팎|내외|근처|언저리|전후|or so|or thereabouts|-ish|ish)/i
/** A price may be called by a round number only if that is near: 6만 달러 for 62,000, not for 57,000. */
const farthestRounding = new Exact('0.05')

/** Whether `reading` is `value`, rounded as it was written. Both are magnitudes. */
function rounds(value: Decimal, reading: Reading, loose: boolean, isMoney: boolean): boolean {
  const distance = value.sub(reading.value).abs()
  const coarse = isMoney && reading.place.gt(1) && distance.gt(value.mul(farthestRounding))
  if (coarse) return false
  if (distance.lte(reading.place.div(2))) return true
  if (!loose || !isMoney) return false
  const zeros = /0+$/.exec(reading.value.toFixed())?.[0].length ?? 0
  const significant = reading.value.toFixed().length - zeros
  if (zeros === 0 || significant < 2 || reading.value.lt(1000)) return false
  return distance.lte(new Exact(10).pow(zeros).div(2))
}

/** 6만 달러대, the 60,000s: the value lies in the decade that is named. */
function inRange(value: Decimal, reading: Reading): boolean {
  const zeros = /0+$/.exec(reading.value.toFixed())?.[0].length ?? 0
  const width = new Exact(10).pow(zeros)
  return value.gte(reading.value) && value.lt(reading.value.add(width))
}

function unitFits(fact: Fact, quantity: Quantity): boolean {
  const { unit } = quantity
  switch (fact.unit) {
    case 'USDT':
      return unit === 'usd' || (unit === 'none' && fact.id.length > 0)
    case '%':
      return unit === 'percent'
    case 'points':
      return unit === 'points' || unit === 'none'
    case 'count':
      return unit === 'trades' || unit === 'none'
    case 'minutes':
      return unit === 'minutes'
    default:
      return unit === fact.unit || unit === 'coins'
  }
}

const coinOf = (id: FactId): string | undefined => /^(?:portfolio\.)?([A-Z]{3,4})\./.exec(id)?.[1]
const nameOf = (id: FactId): string => id.slice(id.lastIndexOf('.') + 1)

/** Finds the fact that `quantity` states among `facts`, or asks for more of the clause. */
export function matchFact(quantity: Quantity, facts: ReadonlyMap<FactId, Fact>, around: Surroundings): Match {
  const range = /^\s?(?:대(?=$|[^가-힣]|에|로|를|까|의|이|가|초|중|후|는|일))/.exec(around.after)
  const loose = approximate.test(around.before) || approximateAfter.test(around.after)
  const numerically = [...facts.values()].filter((fact) => {
    if (!unitFits(fact, quantity)) return false
    const value = new Exact(fact.value).abs()
    const isMoney = fact.unit === 'USDT'
    return quantity.readings.some((reading) =>
      range !== null && isMoney ? inRange(value, reading) : rounds(value, reading, loose, isMoney),
    )
  })
  if (numerically.length === 0) return { type: 'none' }
  if (!around.final && !clauseIsOver(around.after) && around.after.length < 60) return { type: 'open' }
  const meant = numerically.filter((fact) => meansFact(fact, quantity, around)).sort(preference)
  const [fact] = meant
  if (fact === undefined) return { type: 'none' }
  const way = directionOf(clauseBefore(around.before), clauseAfter(around.after))
  return {
    type: 'fact',
    fact,
    magnitude: isSigned(fact.id) && way !== undefined && quantity.sign === 0,
    length: quantity.length + (range?.[0].length ?? 0),
  }
}

/** The plainest meaning first, where a figure could state several facts. */
function preference(a: Fact, b: Fact): number {
  const rank = (fact: Fact) => {
    const index = ['price', 'change24h', 'fearGreed', 'change', 'change1h', 'change7d', 'change30d'].indexOf(
      nameOf(fact.id),
    )
    return index === -1 ? 99 : index
  }
  return rank(a) - rank(b)
}

function meansFact(fact: Fact, quantity: Quantity, around: Surroundings): boolean {
  return (
    subjectFits(fact, around) &&
    measureFits(fact, around) &&
    frameFits(fact, around) &&
    signFits(fact, quantity, around)
  )
}

function subjectFits(fact: Fact, around: Surroundings): boolean {
  const portfolio = fact.id.startsWith('portfolio.')
  const sentence = `${sentenceBefore(around.before)} ${sentenceAfter(around.after)}`
  if (portfolio && !aboutPortfolio(sentence)) return false
  if (!portfolio && fact.unit === 'USDT' && /포트폴리오|평가액|portfolio/i.test(clauseBefore(around.before)))
    return false
  const coin = coinOf(fact.id)
  const named = nearestSubject(around)
  if (coin === undefined) return !(named?.near === true && named.subject === 'other')
  return named === undefined || named.subject === coin || (named.respective?.includes(coin) ?? false)
}

interface Nearest {
  readonly subject: Subject
  readonly near: boolean
  readonly respective?: readonly string[]
}

/** The asset that the figure is about: named before it in its clause, else after it, else earlier. */
export function nearestSubject({ before, after, topic }: Surroundings): Nearest | undefined {
  const clause = clauseBefore(before)
  const ahead = subjectsIn(clauseAfter(after))
  const behind = subjectsIn(clause)
  const sentence = sentenceBefore(before)
  if (/각각|respectively/i.test(`${sentence}${sentenceAfter(after)}`)) {
    const all = subjectsIn(sentence).map((each) => each.subject)
    const last = all.at(-1)
    if (last !== undefined) return { subject: last, near: true, respective: all }
  }
  const last = behind.at(-1)
  if (last !== undefined) return { subject: last.subject, near: true }
  const next = ahead[0]
  if (next !== undefined && next.index <= 24) return { subject: next.subject, near: true }
  const inSentence = subjectsIn(sentence).at(-1) ?? subjectsIn(before.slice(-400)).at(-1)
  if (inSentence !== undefined) return { subject: inSentence.subject, near: false }
  return topic === undefined ? undefined : { subject: topic, near: false }
}

/** A measure named beside the figure must be the fact's; a measure without facts rules every fact out. */
function measureFits(fact: Fact, around: Surroundings): boolean {
  const clause = clauseBefore(around.before)
  const lastCoin = subjectsIn(clause).at(-1)
  const behind = measuresIn(clause).filter(
    (each) => !(each.name === 'foreign' && lastCoin !== undefined && lastCoin.index > each.end),
  )
  const ahead = measuresIn(clauseAfter(around.after)).filter((each) => each.index <= 16)
  const name = nameOf(fact.id)
  const nearest = behind.at(-1)
  if (nearest !== undefined) {
    if (nearest.name === 'foreign') return false
    if (belongs(nearest.name, name, fact)) return true
    return !binding(nearest.name, fact) || behind.some((each) => belongs(each.name, name, fact))
  }
  const next = ahead[0]
  if (next === undefined) return true
  if (next.name === 'foreign') return false
  return belongs(next.name, name, fact) || !binding(next.name, fact)
}

const families: Readonly<Record<string, readonly string[]>> = {
  high24h: ['high24h', 'high1y', 'fromHigh1y'],
  low24h: ['low24h', 'low1y', 'fromLow1y'],
  fearGreed: ['fearGreed', 'fearGreedYesterday', 'fearGreedWeekAgo'],
  value: [
    'value',
    'invested',
    'profit',
    'fees',
    'return',
    'benchmark',
    'excess',
    'winRate',
    'maxDrawdown',
    'closedTrades',
    'quantity',
  ],
  return: ['return', 'benchmark', 'excess', 'change1h', 'change24h', 'change7d', 'change30d', 'change1y'],
  profit: ['profit', 'return'],
  invested: ['invested', 'value'],
}

function belongs(measure: string, name: string, fact: Fact): boolean {
  if (measure === name) return true
  if (measure === 'value' || measure === 'return' || measure === 'profit' || measure === 'invested') {
    if (measure === 'value' && !fact.id.startsWith('portfolio.')) return false
  }
  return families[measure]?.includes(name) ?? false
}

/** Whether a measure of this kind would be given in the fact's unit, so that another fact cannot be meant. */
function binding(measure: string, fact: Fact): boolean {
  const units: Readonly<Record<string, string>> = {
    fearGreed: 'points',
    fearGreedYesterday: 'points',
    fearGreedWeekAgo: 'points',
    volatility30d: '%',
    fromHigh1y: '%',
    fromLow1y: '%',
    winRate: '%',
    maxDrawdown: '%',
    benchmark: '%',
    excess: '%',
    return: '%',
    closedTrades: 'count',
  }
  return (units[measure] ?? 'USDT') === fact.unit
}

function frameFits(fact: Fact, around: Surroundings): boolean {
  const name = nameOf(fact.id)
  if (!/^change\d/.test(name)) return true
  const near = [...framesIn(clauseBefore(around.before)), ...framesIn(clauseAfter(around.after))]
  const named = near.length > 0 ? near : framesIn(sentenceBefore(around.before))
  return named.length === 0 || named.includes(name)
}

function signFits(fact: Fact, quantity: Quantity, around: Surroundings): boolean {
  const value = new Exact(fact.value)
  if (!isSigned(fact.id))
    return quantity.sign !== -1 || value.isNegative() || nameOf(fact.id) === 'maxDrawdown'
  const actual = value.isZero() ? 0 : value.isNegative() ? -1 : 1
  if (actual === 0) return true
  const way: Direction = directionOf(clauseBefore(around.before), clauseAfter(around.after))
  if (quantity.sign !== 0)
    return quantity.sign === actual && (way === undefined || way === actual || neutral(around))
  return way === undefined ? actual === 1 || neutral(around) : way === actual
}

/** Words that name a size without a direction, beside which the sign is shown with the figure. */
function neutral(around: Surroundings): boolean {
  return /변동폭|등락|움직|swing|moved?\b|change of|변화/i.test(
    `${clauseBefore(around.before)}${clauseAfter(around.after).slice(0, 16)}`,
  )
}

/** Which fact, if any, a written quantity states: value, unit, sign, direction, coin and measure must all fit. */
import { Decimal } from 'decimal.js'
import type { Fact, FactId } from '../contract/fact.ts'
import {
  aboutPortfolio,
  clauseAfter,
  clauseBefore,
  clauseIsOver,
  directionOf,
  framesIn,
  isForecast,
  isNeutral,
  measuresIn,
  type Subject,
  sentenceAfter,
  sentenceBefore,
  subjectsIn,
  timesIn,
} from './context.ts'
import type { Quantity } from './quantities/quantity.ts'
import type { Reading } from './quantities/reading.ts'
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

/** A clause that goes on for longer than this is judged as it stands. */
const longestClause = 60
const approximate =
  /(?:약|대략|얼추|거의|근|about|around|roughly|approximately|nearly|almost|some|circa|~|≈)\s?\$?$/i
const approximateAfter = /^\s?(?:쯤|정도|가량|안팎|내외|근처|언저리|전후|or so|or thereabouts|-ish|ish)/i
/** 6만 달러대, the 60,000s. */
const decade = /^\s?대(?=$|[^가-힣]|에|로|를|까|의|이|가|초|중|후|는|일)/
/** A price may be called by a round number only if that is near: 6만 달러 for 62,000, not for 57,000. */
const farthestRounding = new Decimal('0.05')

const trailingZeros = (value: Decimal) => /0+$/.exec(value.toFixed())?.[0].length ?? 0

/** Whether `reading` is `value`, both magnitudes, rounded to the last written place. */
export function rounds(value: Decimal, reading: Reading, isMoney: boolean): boolean {
  const distance = value.sub(reading.value).abs()
  if (isMoney && distance.gt(value.mul(farthestRounding))) return false
  return distance.lte(reading.place.div(2))
}

/** Beside "about", the zeros at the end of a price count as rounding: about 43,000 for 43,250. */
function roundsLoosely(value: Decimal, reading: Reading): boolean {
  const zeros = trailingZeros(reading.value)
  const significant = reading.value.toFixed().length - zeros
  if (zeros === 0 || significant < 2 || reading.value.lt(1000)) return false
  return value.sub(reading.value).abs().lte(new Decimal(10).pow(zeros).div(2))
}

function inDecade(value: Decimal, reading: Reading): boolean {
  const width = new Decimal(10).pow(trailingZeros(reading.value))
  return value.gte(reading.value) && value.lt(reading.value.add(width))
}

function unitFits(fact: Fact, { unit }: Quantity): boolean {
  switch (fact.unit) {
    case 'USDT':
      return unit === 'usd' || unit === 'none'
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
  const range = decade.exec(around.after)
  const loose = approximate.test(around.before) || approximateAfter.test(around.after)
  const numerically = [...facts.values()].filter((fact) => {
    if (!unitFits(fact, quantity)) return false
    const value = new Decimal(fact.value).abs()
    const isMoney = fact.unit === 'USDT'
    return quantity.readings.some((reading) => {
      if (range !== null && isMoney) return inDecade(value, reading)
      return rounds(value, reading, isMoney) || (loose && isMoney && roundsLoosely(value, reading))
    })
  })
  if (numerically.length === 0) return { type: 'none' }
  if (isOpen(around) || (isAnonymous(around) && waitsForName(around))) return { type: 'open' }
  const coins = new Set([...facts.keys()].map(coinOf).filter((coin) => coin !== undefined))
  const [fact] = numerically
    .filter(
      (each) =>
        subjectFits(each, quantity, around, coins.size) &&
        measureFits(each, quantity, around) &&
        timeFits(each, around) &&
        signFits(each, quantity, around),
    )
    .sort(preference)
  if (fact === undefined) return { type: 'none' }
  const way = directionOf(clauseBefore(around.before), clauseAfter(around.after))
  return {
    type: 'fact',
    fact,
    magnitude: isSigned(fact.id) && way !== undefined && quantity.sign === 0,
    length: quantity.length + (range?.[0].length ?? 0),
  }
}

const isOpen = ({ after, final }: Surroundings) =>
  !final && !clauseIsOver(after) && after.length < longestClause

/** Whether nothing so far says which coin is meant: "At $43,250, Bitcoin …". */
const isAnonymous = (around: Surroundings) => nearestSubject(around) === undefined

const waitsForName = ({ after, final }: Surroundings) =>
  !final && after.length < longestNameWait && !after.includes('\n')
const longestNameWait = 32

/** How far from a reference a direction word may stand to belong to it. */
const referenceReach = 16
/** A reference is shown soon: so much of what follows may be awaited for its direction and coin. */
const longestReferenceWait = 24

/**
 * Whether a fact that was referred to by id fits the words around it: the coin that its sentence is about and
 * the direction it is said to have.
 */
export function judgeReference(fact: Fact, around: Surroundings): 'open' | 'unfit' | 'signed' | 'magnitude' {
  const waiting = isOpen(around) && around.after.length < longestReferenceWait
  const clause = clauseBefore(around.before)
  const ahead = clauseAfter(around.after)
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

/** The plainest meaning first, where a figure could state several facts. */
function preference(a: Fact, b: Fact): number {
  const order = ['price', 'change24h', 'fearGreed', 'change', 'change1h', 'change7d', 'change30d']
  const rank = (fact: Fact) => {
    const index = order.indexOf(nameOf(fact.id))
    return index === -1 ? order.length : index
  }
  return rank(a) - rank(b)
}

function subjectFits(fact: Fact, quantity: Quantity, around: Surroundings, coinsOnSheet: number): boolean {
  const portfolio = fact.id.startsWith('portfolio.')
  const sentence = `${sentenceBefore(around.before)} ${sentenceAfter(around.after)}`
  if (portfolio && !aboutPortfolio(sentence)) return false
  if (!portfolio && /포트폴리오|평가액|portfolio/i.test(clauseBefore(around.before))) return false
  const coin = coinOf(fact.id)
  const named = nearestSubject(around)
  if (coin === undefined) return !(named?.near === true && named.subject === 'other')
  if (named === undefined) return coinsOnSheet === 1 || quantity.unit === coin
  return named.subject === coin || (named.respective?.includes(coin) ?? false)
}

interface Nearest {
  readonly subject: Subject
  readonly near: boolean
  /** All that a sentence with 각각 or "respectively" names. */
  readonly respective?: readonly string[]
}

/** The last asset that `text` speaks of, rather than compares with: ETH는 BTC처럼, "Ether, like Bitcoin". */
function subjectOf(text: string) {
  const all = subjectsIn(text)
  const own = all.filter(
    ({ index, end }) =>
      !/^\s?(?:처럼|만큼|같이|보다|[와과] 달리|에 비해|대비)/.test(text.slice(end)) &&
      !/\b(?:like|unlike|than|versus|vs\.?|compared (?:with|to))\s$/i.test(text.slice(0, index)),
  )
  return own.at(-1) ?? all.at(-1)
}

/** The asset that the figure is about: named before it in its clause, else after it, else earlier. */
function nearestSubject({ before, after, topic }: Surroundings): Nearest | undefined {
  const sentence = sentenceBefore(before)
  if (/각각|respectively/i.test(`${sentence}${sentenceAfter(after)}`)) {
    const all = subjectsIn(sentence).map((each) => each.subject)
    const last = all.at(-1)
    if (last !== undefined) return { subject: last, near: true, respective: all }
  }
  const last = subjectOf(clauseBefore(before))
  if (last !== undefined) return { subject: last.subject, near: true }
  const next = subjectsIn(clauseAfter(after))[0]
  if (next !== undefined && next.index <= 24) return { subject: next.subject, near: true }
  const inSentence = subjectOf(sentence) ?? subjectOf(before.slice(-400))
  if (inSentence !== undefined) return { subject: inSentence.subject, near: false }
  if (topic !== undefined) return { subject: topic, near: false }
  const beyond = subjectsIn(after)[0]
  return beyond === undefined || beyond.index > 24 ? undefined : { subject: beyond.subject, near: false }
}

/** Facts that a bare figure may state; every other one must be named by its measure. */
const unnamed = /\.(?:price|change\w*|quantity|minutes)$|^portfolio\.[A-Z]+\.return$/

/**
 * A measure named beside the figure must be the fact's; a measure without facts rules every fact out; and a fact
 * that is not the plain price or change must have its measure named, in this clause or shortly before.
 */
function measureFits(fact: Fact, quantity: Quantity, around: Surroundings): boolean {
  const clause = clauseBefore(around.before)
  const lastCoin = subjectsIn(clause).at(-1)
  const behind = measuresIn(clause).filter(
    (each) => each.name !== 'foreign' || lastCoin === undefined || lastCoin.index < each.end,
  )
  const ahead = measuresIn(clauseAfter(around.after)).filter((each) => each.index <= 16)
  const isNamed = [...behind, ...ahead].some((each) => belongs(each.name, fact))
  if (isForecast(clause) && fact.unit === 'USDT') return false
  if (nameOf(fact.id) === 'price' && isAmountOfChange(clause, around.after)) return false
  const nearest = behind.at(-1) ?? ahead[0]
  if (nearest?.name === 'foreign') return false
  if (nearest !== undefined && !belongs(nearest.name, fact) && isGivenIn(nearest.name, fact)) return false
  if (isNamed || unnamed.test(fact.id) || quantity.unit === 'trades') return true
  const earlier =
    measuresIn(`${sentenceBefore(around.before)}`).at(-1) ?? measuresIn(around.before.slice(-120)).at(-1)
  return earlier !== undefined && belongs(earlier.name, fact)
}

/** "43,250달러 올랐네" and "rose $43,250" tell a change, not a price. */
const isAmountOfChange = (before: string, after: string) =>
  /^\s?(?:이나\s?|나\s?|가\s?|쯤\s?|정도\s?)?(?:올랐|올라|오른|내렸|내려|내린|상승|하락|떨어|빠졌|빠진|급등|급락|뛰었|밀렸)/.test(
    after,
  ) ||
  /\b(?:rose|gained|fell|dropped|lost|up|down|added|shed|climbed|slipped|jumped)\s(?:by\s)?(?:about\s|around\s)?\$?$/i.test(
    before,
  )

/** Measures that are said in fewer words than the fact's name. */
const families: Readonly<Record<string, readonly string[]>> = {
  high24h: ['high24h', 'high1y', 'fromHigh1y'],
  high1y: ['high1y', 'fromHigh1y'],
  low1y: ['low1y', 'fromLow1y'],
  fromHigh1y: ['fromHigh1y', 'high1y'],
  fromLow1y: ['fromLow1y', 'low1y'],
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
  return: ['return', 'change1h', 'change24h', 'change7d', 'change30d', 'change1y'],
  profit: ['profit', 'return'],
  invested: ['invested', 'value'],
}

function belongs(measure: string, fact: Fact): boolean {
  const name = nameOf(fact.id)
  if (measure === 'value' && !fact.id.startsWith('portfolio.')) return false
  return measure === name || (families[measure]?.includes(name) ?? false)
}

const measureUnits: Readonly<Record<string, Fact['unit']>> = {
  fearGreed: 'points',
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

/** Whether a measure would be given in the fact's unit, so that the figure would be taken for it. */
const isGivenIn = (measure: string, fact: Fact) => (measureUnits[measure] ?? 'USDT') === fact.unit

/** A change over a span that was named must be over that span; yesterday's index is not today's. */
function timeFits(fact: Fact, around: Surroundings): boolean {
  const name = nameOf(fact.id)
  const clause = clauseBefore(around.before)
  if (name.startsWith('fearGreed')) {
    return timeOfIndex(clause, clauseAfter(around.after)) === name
  }
  if (!/^change\d/.test(name)) return true
  const near = [...framesIn(clause), ...framesIn(clauseAfter(around.after))]
  const named = near.length > 0 ? near : framesIn(sentenceBefore(around.before))
  return named.length === 0 || named.includes(name)
}

/** The day that an index reading is of: told right after it, or before it with no other figure between. */
function timeOfIndex(before: string, after: string): string {
  const ahead = timesIn(after)[0]
  const behind = timesIn(before).at(-1)
  if (ahead !== undefined && (ahead.index <= 2 || behind === undefined)) return ahead.name
  if (behind === undefined || /\d/.test(before.slice(behind.end))) return 'fearGreed'
  return behind.name
}

function signFits(fact: Fact, quantity: Quantity, around: Surroundings): boolean {
  const value = new Decimal(fact.value)
  if (!isSigned(fact.id)) {
    return quantity.sign !== -1 || value.isNegative() || nameOf(fact.id) === 'maxDrawdown'
  }
  if (value.isZero()) return true
  const actual = value.isNegative() ? -1 : 1
  const clause = clauseBefore(around.before)
  const ahead = clauseAfter(around.after)
  const way = directionOf(clause, ahead)
  const neutral = isNeutral(`${clause}${ahead.slice(0, 16)}`)
  if (quantity.sign !== 0) return quantity.sign === actual && (way === undefined || way === actual || neutral)
  return way === undefined ? actual === 1 || neutral : way === actual
}

/** Whether a fact is what the words around a figure say it measures, and over which time. */
import type { Fact, FactId } from '../contract/fact.ts'
import {
  clauseAfter,
  clauseBefore,
  framesIn,
  isForecast,
  measuresIn,
  sentenceAfter,
  sentenceBefore,
  subjectsIn,
  timesIn,
} from './context.ts'
import type { Quantity } from './quantities/quantity.ts'
import type { Surroundings } from './surroundings.ts'

export const nameOf = (id: FactId): string => id.slice(id.lastIndexOf('.') + 1)

/** Facts that a bare figure may state; every other one must be named by its measure. */
const unnamed = /\.(?:price|change\w*|quantity|minutes)$|^portfolio\.[A-Z]+\.return$/
/** A coin of the reader's, counted first and then valued: "0.05 BTC, worth $4,672"; 1.25개, 3,766달러어치. */
const worth = /worth|어치|값|가치|평가|value/i
/** The two ends of a day's trading. */
const range =
  /오갔|오가[며고는네]|사이[를에]|등락|\brang(?:e|ed|ing)\b|\b(?:swung|bounced|moved|traded|trades|been)\b[^.]*\bbetween\b/i

/**
 * A measure named beside the figure must be the fact's; a measure without facts rules every fact out; and a fact
 * that is not the plain price or change must have its measure named, in this clause or shortly before.
 */
export function measureFits(fact: Fact, quantity: Quantity, around: Surroundings): boolean {
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
  const before = sentenceBefore(around.before)
  if (/^portfolio\.[A-Z]+\.value$/.test(fact.id) && worth.test(`${before} ${around.after.slice(0, 8)}`))
    return true
  if (/\.(?:high|low)24h$/.test(fact.id) && range.test(`${before} ${sentenceAfter(around.after)}`))
    return true
  const earlier = measuresIn(before).at(-1) ?? measuresIn(around.before.slice(-120)).at(-1)
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
  own: ['return', 'profit'],
  profit: ['profit', 'return'],
  invested: ['invested', 'value'],
  benchmark: ['benchmark', 'excess'],
}

/** Whether `measure`, as it is named in text, may mean the fact. */
export function belongs(measure: string, fact: Fact): boolean {
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
  own: '%',
  closedTrades: 'count',
}

/** Whether a measure would be given in the fact's unit, so that the figure would be taken for it. */
export const isGivenIn = (measure: string, fact: Fact) => (measureUnits[measure] ?? 'USDT') === fact.unit

/** A change over a span that was named must be over that span; yesterday's index is not today's. */
export function timeFits(fact: Fact, around: Surroundings): boolean {
  const name = nameOf(fact.id)
  const clause = clauseBefore(around.before)
  if (name.startsWith('fearGreed')) return timeOfIndex(clause, clauseAfter(around.after)) === name
  if (!/^change\d/.test(name)) return true
  const near = [...framesIn(clause), ...framesIn(clauseAfter(around.after))]
  const named = near.length > 0 ? near : framesIn(sentenceBefore(around.before))
  return named.length === 0 || named.includes(name)
}

/** The day that an index reading is of: told right after it, or before it with no other figure between. */
function timeOfIndex(before: string, after: string): string {
  const next = /\d/.exec(after)?.index ?? Number.POSITIVE_INFINITY
  const ahead = timesIn(after).find(({ index }) => index < next)
  const behind = timesIn(before).at(-1)
  if (ahead !== undefined && (ahead.index <= 2 || behind === undefined)) return ahead.name
  if (behind === undefined || /\d/.test(before.slice(behind.end))) return 'fearGreed'
  return behind.name
}

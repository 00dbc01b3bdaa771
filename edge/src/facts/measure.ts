/** Whether a fact is what the words around a figure say it measures, and over which time. */
import type { Fact, FactId } from '../contract/fact.ts'
import { framesIn, isForecast, measuresIn, timesIn } from './measures.ts'
import type { Quantity } from './quantities/quantity.ts'
import { clauseAfter, clauseBefore, sentenceAfter, sentenceBefore } from './sentences.ts'
import { subjectsIn } from './subjects.ts'
import type { Surroundings } from './surroundings.ts'

export const nameOf = (id: FactId): string => id.slice(id.lastIndexOf('.') + 1)

/** Facts that a bare figure may state; every other one must be named by its measure. */
const unnamed = /\.(?:price|change\w*|quantity|minutes)$|^portfolio\.[A-Z]+\.return$/
/** A coin of the reader's, counted first and then valued: "0.05 BTC, worth $4,672"; 1.25개, 3,766달러어치. */
const worth = /worth|어치|값|가치|평가|value/i
/** 솔라나 10개는 …: what is counted is then valued. */
const counted =
  /\d\s?(?:BTC|ETH|SOL|BNB|DOGE|XRP|개|코인)[은는이가]?(?:\s(?:지금|현재|오늘))?[\s,=]*(?:약\s)?$/i
/** The two ends of a day's or a year's trading. */
const range =
  /\bbetween\s[^!?\n]*\band\b|\bbetween\s\$?$|범위|오갔|오가[며고는네]|사이[를에]|등락|\brang(?:e|ed|ing)\b|\b(?:swung|bounced|moved|traded|trades|been|was|stayed)\b[^.]*\bbetween\b|걸어왔|움직였/i

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
  // A measure belongs to the figure beside it: "from a high of $204.90 to $187.35" ends at the price.
  const beside = behind.filter((each) => each.name !== 'own' && !isOfAnother(clause.slice(each.end)))
  const adjoining = /^\s[a-z]/i.test(around.after) ? ahead.find((each) => each.index <= 2) : undefined
  const nearest = adjoining ?? beside.at(-1) ?? ahead[0]
  if (nearest?.name === 'foreign') return false
  if (nearest !== undefined && !belongs(nearest.name, fact) && isGivenIn(nearest.name, fact)) return false
  if (isNamed || unnamed.test(fact.id) || quantity.unit === 'trades') return true
  const before = sentenceBefore(around.before)
  if (/^portfolio\.[A-Z]+\.value$/.test(fact.id)) {
    if (worth.test(`${before} ${around.after.slice(0, 8)}`) || counted.test(before)) return true
  }
  const [, span] = /\.(?:high|low)(24h|1y)$/.exec(fact.id) ?? []
  const sentence = `${before} ${sentenceAfter(around.after)}`
  if (span !== undefined && range.test(sentence) && (span === '1y') === ofTheYear.test(sentence)) return true
  if (isReached(fact, before, around.after)) return true
  if (fact.id === 'portfolio.profit' && isOwnOutcome(before, around.after)) return true
  const named = (text: string) =>
    measuresIn(text)
      .filter((each) => each.name !== 'own')
      .at(-1)
  if (fact.unit === 'points' && timesIn(`${clause} ${clauseAfter(around.after)}`).length > 0) return true
  const earlier = named(before) ?? named(around.before.slice(-120)) ?? measuresIn(before).at(-1)
  return earlier !== undefined && belongs(earlier.name, fact)
}

const outcomeAfter =
  /^\s?(?:[을를]\s)?(?:잃|벌|번\s(?:셈|것)|날리|까먹|손해|이득|이익|손실)|^\s(?:in the (?:red|green|black|hole)|ahead|behind|poorer|richer|down|up|better off|worse off)\b/i
const outcomeBefore =
  /\b(?:lost|made|earned|gained|up|down|cost you|(?:gain|profit|loss) of)\s(?:about\s|around\s|some\s)?\$?$/i
/** What the reader won or lost, said without the word profit. */
const isOwnOutcome = (before: string, after: string) => outcomeAfter.test(after) || outcomeBefore.test(before)

const peak =
  /(?:as high as|up to|peaked (?:at|near)|topped out (?:at|near)|spiked to|touched|(?:climbed|rose|ran|jumped|got|went|pushed|traded) (?:up |as high )?(?:to|as))\s(?:about\s|around\s)?\$?$/i
const trough =
  /(?:as low as|down to|bottomed (?:at|near|out (?:at|near))|dipped (?:to|as low as)|(?:fell|slid|dropped|sank|slipped|went|traded) (?:to|as low as)|touched|troughed at)\s(?:about\s|around\s)?\$?$/i
const upTo =
  /^[^.,]{0,4}(?:까지|대?로)\s?(?:올랐|올라갔|치솟았|뛰었|솟았)다가|^[^.,]{0,4}까지\s?(?:올|치솟|뛰|상승|찍|갔|닿|가서|밀어)|^[^.,]{0,4}[를을]?\s?(?:찍고|찍었|터치)/
const downTo =
  /^[^.,]{0,4}(?:까지|대?로)\s?(?:밀렸|내렸|내려갔|떨어졌|빠졌|주저앉았|물러났)다가|^[^.,]{0,4}까지\s?(?:밀|내|떨|빠|하락|미끄|후퇴|갔|닿)|^[^.,]{0,4}[를을]?\s?(?:찍고|찍었|터치)/
const ofTheYear = /1년|일 년|지난해|한 해|52주|\byear|12 months|twelve months/i

const isOfAnother = (between: string) =>
  /\d[\d,.]*\S*(?:\s\S{1,4})?\s(?:to|→|->)\s?\$?$|\d\S*(?:\s\S{1,4})?(?:에서|→|->)\s?$/.test(between)

/** Whether the words say that the price went as far as the figure, over the span of the fact. */
function isReached(fact: Fact, before: string, after: string): boolean {
  const [, way, span] = /^(high|low)(24h|1y)$/.exec(nameOf(fact.id)) ?? []
  if (way === undefined || (span === '1y') !== ofTheYear.test(`${before} ${clauseAfter(after)}`)) return false
  return way === 'high' ? peak.test(before) || upTo.test(after) : trough.test(before) || downTo.test(after)
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
  high: ['high24h', 'high1y', 'fromHigh1y'],
  high1y: ['high1y', 'fromHigh1y'],
  low1y: ['low1y', 'fromLow1y'],
  fromHigh1y: ['fromHigh1y', 'high1y'],
  fromLow1y: ['fromLow1y', 'low1y'],
  low: ['low24h', 'low1y', 'fromLow1y'],
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
export function timeFits(fact: Fact, facts: ReadonlyMap<FactId, Fact>, around: Surroundings): boolean {
  const name = nameOf(fact.id)
  const clause = clauseBefore(around.before)
  if (name.startsWith('fearGreed')) return timesOfIndex(clause, clauseAfter(around.after)).includes(name)
  if (fact.id === 'event.change')
    return minutesFit(facts, `${sentenceBefore(around.before)} ${clauseAfter(around.after)}`)
  if (!/^change\d/.test(name)) return true
  const near = [...framesIn(clause), ...framesIn(clauseAfter(around.after))]
  const named = near.length > 0 ? near : framesIn(sentenceBefore(around.before))
  return named.length === 0 || named.includes(name)
}

/** The minutes that a sudden move is said to have taken must be those it took. */
function minutesFit(facts: ReadonlyMap<FactId, Fact>, text: string): boolean {
  const said = [...text.matchAll(/(\d+)\s?-?(?:분|min|(시간|hours?|h\b))/gi)].map(([, count, hours]) =>
    String(Number(count) * (hours === undefined ? 1 : 60)),
  )
  const took = facts.get('event.minutes')?.value
  return took === undefined || said.every((minutes) => minutes === took)
}

const from = /\bfrom\s(?:\w+\s)?$/i
const towards = /^\s?(?:점|포인트|points?)?(?:\s?\([^)]*\))?(?:에서|로부터|이던|였던|\s?(?:to|→|->)\s)/
const arrived = /(?:\bfrom\s\S+(?:\s\w+){0,3}\sto\s|(?:에서|→|->)\s?(?:오늘\s|지금\s|현재\s)?)$/i

/** "From 68 to 72 since yesterday": the days that one of two readings is of, where one time tells both. */
function timesOfChange(before: string, after: string): readonly string[] | undefined {
  const isFirst = from.test(before) || towards.test(after)
  if (!isFirst && !arrived.test(before)) return undefined
  const past = timesIn(`${before} ${after}`).find(({ name }) => name !== 'fearGreed')
  if (!isFirst) return past === undefined ? undefined : ['fearGreed']
  return past === undefined ? ['fearGreedYesterday', 'fearGreedWeekAgo'] : [past.name]
}

/** The days that an index reading may be of: told right after it, or before it with no other figure between. */
function timesOfIndex(before: string, after: string): readonly string[] {
  const change = timesOfChange(before, after)
  if (change !== undefined) return change
  const next = /\d/.exec(after)?.index ?? Number.POSITIVE_INFINITY
  // 어제의 70, "from yesterday's 70": a day that is named right before another figure is that one's.
  const ahead = timesIn(after).find(
    ({ index, end }) =>
      index < next && !/^(?:의|엔|에는|은|는|'s)?\s?(?:at\s|was\s)?\d/.test(after.slice(end)),
  )
  const behind = timesIn(before).at(-1)
  if (ahead !== undefined && (ahead.index <= 2 || behind === undefined)) return [ahead.name]
  if (behind === undefined || /\d/.test(before.slice(behind.end))) return ['fearGreed']
  return [behind.name]
}

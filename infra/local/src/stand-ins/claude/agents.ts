/** What the structured agents say, recognised by the properties that their schema asks for. */
import { type Coin, coins } from '../market-model.ts'
import { isStale, notableFacts } from './outlook.ts'
import type { Reading } from './prompt.ts'
import { coinsIn, horizonOf, languageOf, purposeOf } from './understand.ts'

export type AgentName = 'manager' | 'analyst' | 'risk' | 'other'

export function agentOf(schema: unknown): AgentName {
  const names = new Set(propertyNames(schema))
  if (names.has('intent')) return 'manager'
  if (names.has('recommendation')) return 'risk'
  if (names.has('items') || names.has('observation')) return 'analyst'
  return 'other'
}

/** A draft by agent; the schema decides what of it is kept. */
export function draftOf(agent: AgentName, reading: Reading): unknown {
  switch (agent) {
    case 'manager':
      return managerDraft(reading)
    case 'analyst':
      return { items: analystItems(reading) }
    case 'risk':
      return riskDraft(reading)
    case 'other':
      return {}
  }
}

function managerDraft({ question, earlier, language }: Reading) {
  const intent = purposeOf(question, earlier)
  const named = coinsIn(question)
  const inherited = named.length > 0 ? named : coinsIn(earlier.at(-1) ?? '')
  return {
    intent,
    symbols: intent === 'off_topic' ? [] : inherited,
    timeframe: horizonOf(question) ?? 'unspecified',
    language,
    title: titleOf(question),
  }
}

/** The question's first words, without its punctuation. */
function titleOf(question: string): string {
  const words = question.replaceAll(/[?!.。…\s]+/g, ' ').trim()
  return words.length <= 28 ? words : `${words.slice(0, 27).trimEnd()}…`
}

function analystItems({ facts }: Reading) {
  const moved = coins
    .map((coin) => ({ coin, change: facts.get(`${coin}.change24h`)?.value }))
    .filter((each): each is { coin: Coin; change: number } => each.change !== undefined)
    .sort((one, other) => Math.abs(other.change) - Math.abs(one.change))
  const items = moved.slice(0, 3).map(({ coin, change }, rank) => ({
    symbol: coin,
    observation: [
      rank === 0 ? `${coin} moved the most today` : `${coin} moved noticeably today`,
      change < 0 ? 'downwards' : 'upwards',
      ...average(facts, coin),
    ].join(', '),
    factIds: notableFacts(facts, coin).slice(0, 3),
  }))
  const mood = facts.get('market.fearGreed')
  if (!mood) return items
  const feeling = mood.value < 45 ? 'fearful' : mood.value > 55 ? 'greedy' : 'undecided'
  return [
    ...items,
    { symbol: 'market', observation: `The crowd is ${feeling}`, factIds: ['market.fearGreed'] },
  ]
}

function average(facts: Reading['facts'], coin: Coin): string[] {
  const price = facts.get(`${coin}.price`)?.value
  const long = facts.get(`${coin}.ma200`)?.value
  if (price === undefined || long === undefined) return []
  return [price < long ? 'below its long moving average' : 'above its long moving average']
}

const buying =
  /나눠\s*담|나누어\s*담|조금씩\s*담|분할로|모아\s*가|매수를?\s*(고려|검토|생각)|담아\s*볼|adding (a little|gradually|slowly)|build(ing)? (a |the )?position|accumulat|buying (gradually|slowly|a little)|consider (buying|adding)/i
const selling =
  /비중을?\s*(조금|일부)?\s*(줄|덜)|덜어\s*내|일부\s*(이익|수익)을?\s*(챙|실현)|매도를?\s*(고려|검토|생각)|trim(ming)?|lighten|tak(e|ing) (some )?profit|consider (selling|reducing)|reduc(e|ing) (the|your) (position|exposure)/i
const cautious = /조심스|신중|아주\s*조금|cautious|careful|tentative|modest/i
const orders =
  /(지금|당장|바로)\s*(사|파|매수|매도)(세요|게|라|십시오|하세요|하게)|\b(buy|sell) (it |this )?(now|immediately|today)\b/i
const certainty =
  /무조건|반드시\s*(오|내)|100\s*%|확실히\s*(오|내)|guarantee|certain(ly)? (to )?(rise|fall|go)|can'?t lose|risk[- ]free/i
const leverage = /레버리지|신용\s*매수|빚을?\s*내|leverage|margin loan|borrow to/i
const refusal = /(말게|마라|마세|않|금물|위험|피하|never|avoid|don'?t|do not|without)/i

function riskDraft({ rest: text, facts, question }: Reading) {
  const purpose = purposeOf(question)
  const isAboutMarket = purpose === 'advice' || purpose === 'market_data'
  const issues = [
    ...(orders.test(text) ? [{ kind: 'pressure', detail: 'The text orders a trade.' }] : []),
    ...(certainty.test(text) ? [{ kind: 'certainty', detail: 'The text promises an outcome.' }] : []),
    ...(advisesLeverage(text) ? [{ kind: 'leverage', detail: 'The text advises leverage.' }] : []),
  ]
  const action = buying.test(text) ? 'buy' : selling.test(text) ? 'sell' : undefined
  const symbol = mostDiscussed(text)
  const mayTrade = isAboutMarket && issues.length === 0
  const hasSignal = mayTrade && action !== undefined && symbol !== undefined && !isStale(facts, symbol)
  return {
    recommendation: issues.length > 0 ? 'revise' : 'approve',
    issues,
    signal: hasSignal
      ? {
          symbol,
          action,
          confidence: cautious.test(text) ? 'low' : 'medium',
          reasoning: reasoning(text, action, symbol, facts),
          factIds: referencesIn(text, symbol, facts),
        }
      : null,
  }
}

function advisesLeverage(text: string): boolean {
  const sentence = text.split(/(?<=[.!?…])\s+/).find((each) => leverage.test(each))
  return sentence !== undefined && !refusal.test(sentence)
}

/** By references first: they say which coin the text is really about. */
function mostDiscussed(text: string): Coin | undefined {
  const counted = coins.map((coin) => ({
    coin,
    times: text.split(`${coin}.`).length + text.split(coin).length,
  }))
  const best = counted.reduce((most, each) => (each.times > most.times ? each : most))
  return best.times > 2 ? best.coin : coinsIn(text)[0]
}

function referencesIn(text: string, coin: Coin, facts: Reading['facts']): string[] {
  const cited = [...text.matchAll(/\{\{([\w.]+)\}\}/g)].map(([, id = '']) => id)
  const known = [...new Set(cited)].filter((id) => facts.has(id))
  return known.length > 0 ? known : notableFacts(facts, coin).slice(0, 1)
}

/** Why the text leans that way, as far as the facts bear it out. */
function reasoning(text: string, action: 'buy' | 'sell', coin: Coin, facts: Reading['facts']): string {
  const mood = facts.get('market.fearGreed')?.value ?? 50
  const price = facts.get(`${coin}.price`)?.value ?? 0
  const average = facts.get(`${coin}.ma200`)?.value ?? price
  const korean = languageOf(text) === 'ko'
  if (action === 'sell') {
    return korean
      ? '값이 기대를 앞서갔을 때는 비중을 덜어 두는 쪽이 마음 편할 수 있다는 판단'
      : 'When the price has run ahead of the story, carrying a little less may be easier to bear'
  }
  if (price < average) {
    return korean
      ? '값이 장기 평균 아래에 있을 때 나누어 담는 쪽이 유리할 수 있다는 판단'
      : 'A price below its long average may favour adding in small steps'
  }
  if (mood < 45) {
    return korean
      ? '두려움이 짙을 때 나누어 담는 쪽이 유리할 수 있다는 판단'
      : 'A fearful market may favour adding in small steps'
  }
  return korean
    ? '길게 본다면 조금씩 담는 쪽이 나을 수 있다는 판단'
    : 'For those who look far ahead, small steps may be the gentler road'
}

function propertyNames(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([keyword, part]) =>
    keyword === 'properties' && typeof part === 'object' && part !== null
      ? [...Object.keys(part), ...Object.values(part).flatMap(propertyNames)]
      : propertyNames(part),
  )
}

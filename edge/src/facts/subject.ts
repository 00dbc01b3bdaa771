/** Which asset a figure is about, and whether a fact is of that asset. */
import type { Fact, FactId } from '../contract/fact.ts'
import { belongs } from './measure.ts'
import { aboutPortfolio, framesIn, measuresIn } from './measures.ts'
import type { Quantity } from './quantities/quantity.ts'
import { clauseAfter, clauseBefore, sentenceAfter, sentenceBefore } from './sentences.ts'
import { type Subject, subjectsIn } from './subjects.ts'
import type { Surroundings } from './surroundings.ts'

export const coinOf = (id: FactId): string | undefined => /^(?:portfolio\.)?([A-Z]{3,4})\./.exec(id)?.[1]

interface Nearest {
  readonly subject: Subject
  readonly near: boolean
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

const figure =
  /\d[\d,.]*(?![\d,.]|\s?-?(?:시간|일|주|개월|달|년|hours?|h\b|days?|d\b|weeks?|months?|years?))/gi

/** "비트코인과 이더리움은 각각 A와 B": the first figure is the first asset's, the second the second's. */
function inTurn(sentence: string): Subject | undefined {
  const all = subjectsIn(sentence)
  const last = all.at(-1)
  if (last === undefined) return undefined
  const figures = sentence.slice(last.end).match(figure)?.length ?? 0
  return all[figures % all.length]?.subject
}

/** The asset that the figure is about: named before it in its clause, else after it, else earlier. */
export function nearestSubject({ before, after, topic }: Surroundings): Nearest | undefined {
  const sentence = sentenceBefore(before)
  if (/각각|respectively/i.test(`${sentence}${sentenceAfter(after)}`)) {
    const subject = inTurn(sentence)
    if (subject !== undefined) return { subject, near: true }
  }
  const own = /^\s(?:in|for|by|of)\s/i.exec(after)
  const adjoining = own === null ? undefined : subjectsIn(after)[0]
  if (adjoining !== undefined && adjoining.index <= (own?.[0].length ?? 0))
    return { subject: adjoining.subject, near: true }
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

/** Whether nothing so far says which coin is meant: "At $43,250, Bitcoin …". */
export const isAnonymous = (around: Surroundings) => nearestSubject(around) === undefined

/** An amount of a coin, whose worth may follow. */
const counted = /\d\s?(?:BTC|ETH|SOL|BNB|DOGE|XRP|개)(?![가-힣]*월)/
/** How far back a sentence may have begun to speak of what the reader owns. */
const portfolioReach = 120

export function subjectFits(
  fact: Fact,
  quantity: Quantity,
  around: Surroundings,
  coinsOnSheet: number,
): boolean {
  const portfolio = fact.id.startsWith('portfolio.')
  const sentence = `${sentenceBefore(around.before)} ${quantity.text} ${sentenceAfter(around.after)}`
  const coin = coinOf(fact.id)
  const known =
    fact.id.endsWith('.quantity') ||
    (/\.(?:value|return)$/.test(fact.id) && counted.test(sentenceBefore(around.before))) ||
    aboutPortfolio(`${around.before.slice(-portfolioReach)} ${sentence}`)
  if (portfolio && !known) return false
  if (!portfolio && /포트폴리오|평가액|portfolio/i.test(clauseBefore(around.before))) return false
  if (coin !== undefined && quantity.unit === coin) return true
  const named = nearestSubject(around)
  if (coin === undefined && portfolio && named?.near === true) {
    // "자네의 비트코인 수익률" is not the return of the whole.
    return /포트폴리오|portfolio/i.test(sentence) || !/\.(?:return|profit|value)$/.test(fact.id)
  }
  if (coin === undefined) return !(named?.near === true && named.subject === 'other')
  if (named !== undefined) return named.subject === coin
  if (portfolio) return coinsOnSheet === 1 && !/overall|in total|모두|전체|통틀어/i.test(sentence)
  return coinsOnSheet === 1 || isPrecise(quantity) || isMeasured(fact, around)
}

/** A figure of so many digits is one coin's, even where no coin is named. */
const isPrecise = ({ readings, unit }: Quantity) =>
  readings.some(({ value }) => value.precision() >= (unit === 'usd' && value.gte(1000) ? 2 : 3))

const priceWords = /값|가격|시세|현재가|시가|\b(?:price|trad(?:es?|ing))\b/i

/** Whether the words around the figure name what it measures, though not of which coin. */
function isMeasured(fact: Fact, { before, after }: Surroundings): boolean {
  const clause = `${clauseBefore(before)} ${clauseAfter(after)}`
  const name = fact.id.slice(fact.id.lastIndexOf('.') + 1)
  if (name === 'price') return priceWords.test(clause)
  if (name.startsWith('change')) return framesIn(clause).includes(name)
  return [...measuresIn(clause), ...measuresIn(sentenceBefore(before))].some((each) =>
    belongs(each.name, fact),
  )
}

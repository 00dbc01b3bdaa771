/**
 * Words that set a value against a figure: "above $65,000", 7만 달러를 넘었네. What they say must be true of the
 * fact, and the figure stays as it was written, because the fact itself is not above itself.
 */
import { Decimal } from 'decimal.js'
import type { Fact, FactId } from '../contract/fact.ts'
import { measuresIn } from './measures.ts'
import type { Quantity } from './quantities/quantity.ts'
import type { Reading } from './quantities/reading.ts'
import { sentenceBefore } from './sentences.ts'

type Side = 1 | -1

const over =
  'above|over|past|exceed(?:s|ed|ing)?|top(?:s|ped|ping)|surpass(?:es|ed|ing)?|(?:more|greater|higher|better) than|north of|upwards? of|br(?:oke|oken|eaks?)(?: through)?|cross(?:es|ed)|clear(?:s|ed)'
const under = 'below|under|beneath|(?:less|lower|fewer) than|short of|shy of|south of'
const englishSide = new RegExp(
  `\\b(?:(?<over>${over})|(?<under>${under}))\\s(?:the\\s)?(?:about\\s|around\\s|roughly\\s)?[+-]?\\$?$`,
  'i',
)
const englishDenial =
  /(?:\bnot|n't|\bnever|\bno longer|\bfail(?:s|ed)? to|\byet to|\bunable to|\bwithout)\s(?:\w+\s){0,2}$/i

const adverb = '(?:조금|약간|살짝|훌쩍|겨우|간신히|막|이미|벌써|다시|크게|한참|채|아직)?\\s?'
const particle = `^\\s?(?:선|대)?(?:을|를|에|에도|도|보다|보다는|보다도|조차)?\\s?${adverb}`
const koreanDenied = new RegExp(
  `${particle}(?:(?<under>(?:못|안)\\s?(?:넘|웃돌|뚫)|(?:넘|웃돌|넘어서|돌파하|상회하|뚫)지\\s?(?:는|도|를)?\\s?(?:못|않))|(?<over>(?:밑돌|하회하|내려가)지\\s?(?:는|도)?\\s?(?:못|않)))`,
)
const koreanSide = new RegExp(
  `${particle}(?:(?<over>넘(?!어질|어지)|남짓|웃돌|상회|돌파|초과|이상(?![하한해]))|(?<under>못\\s?미치|미치지\\s?못|밑돌|하회|미만|이하|안\\s?되|안\\s?돼|모자라))`,
)
/** Places above and below: they are said of prices; beside a percentage they tell its direction. */
const koreanPlace = new RegExp(
  `${particle}(?:(?<over>위(?=[에로쪽인였지네라]|[\\s.,]|$)|높)|(?<under>밑(?!돌)|아래|낮))`,
)

const sideOf = (match: RegExpExecArray | null): Side | undefined =>
  match === null ? undefined : match.groups?.over === undefined ? -1 : 1

/** On which side of the figure its sentence puts the value, if it does. */
export function comparedTo({ unit }: Quantity, before: string, after: string): Side | undefined {
  const english = englishSide.exec(before)
  const side = sideOf(english)
  if (english !== null && side !== undefined) {
    const denied = englishDenial.test(before.slice(0, english.index))
    return denied ? (side === 1 ? -1 : 1) : side
  }
  const korean = sideOf(koreanDenied.exec(after)) ?? sideOf(koreanSide.exec(after))
  return korean ?? (unit === 'percent' ? undefined : sideOf(koreanPlace.exec(after)))
}

const slightlyBefore =
  /\b(?:just|slightly|barely|narrowly|a (?:bit|touch|little|hair|shade))\s(?:above|over|past|below|under|more than|less than|short of|shy of)\s\$?$/i
const slightlyAfter = /^\s?(?:을|를|에|보다|도)?\s?(?:살짝|조금|약간|겨우|간신히|막|남짓)/
/** How far, as a share of it, a value may be from a figure that it is said to be near. */
const farthest = new Decimal('0.05')

/**
 * Whether a figure is near enough to `value`, a magnitude, to be compared with it: the next round number of at
 * least two digits, or any round number that the value is said to be slightly above or below.
 */
function isNear(value: Decimal, { value: figure, place }: Reading, isSlight: boolean): boolean {
  const zeros = /0+$/.exec(figure.toFixed())?.[0].length ?? 0
  const isRound = isSlight || figure.toFixed().length - zeros > 1
  const step = isRound ? Decimal.max(place, new Decimal(10).pow(zeros)) : place
  const distance = value.sub(figure).abs()
  return distance.lt(step) && distance.lte(Decimal.max(value.mul(farthest), place.lte(1) ? place : 0))
}

/** Whether `value`, a magnitude, is near the figure and on the said side of it. */
export function isOnSide(value: Decimal, reading: Reading, side: Side, isSlight: boolean): boolean {
  const isTrue = side === 1 ? value.gte(reading.value) : value.lte(reading.value)
  return isTrue && isNear(value, reading, isSlight)
}

/** Whether the words beside the figure say that the value is only slightly above or below it. */
export const isSlightly = (before: string, after: string) =>
  slightlyBefore.test(before) || slightlyAfter.test(after)

const levels = /\.(?:ma50|ma200|high24h|low24h|high1y|low1y)$/
/** 200일선인 3,545달러보다 아래: the level is named right before its figure, so the price is compared with it. */
const apposition = /^(?:가격)?(?:선)?(?:인|의|이자|,|\s|\()*(?:약\s)?$/
const lastPlace =
  /\b(?:(?<over>above)|(?<under>below|under|beneath))\b(?!.*\b(?:above|below|under|beneath)\b)/i

/** Whether the figure is a level, such as an average, that the price is set against. */
export function isLevelNamed(fact: Fact, before: string): boolean {
  if (!levels.test(fact.id)) return false
  const clause = sentenceBefore(before)
  const measure = measuresIn(clause).at(-1)
  return measure !== undefined && apposition.test(clause.slice(measure.end))
}

/** False where the sentence puts the price on the wrong side of the level that `fact` is. */
export function priceIsBeside(
  fact: Fact,
  facts: ReadonlyMap<FactId, Fact>,
  before: string,
  side: Side | undefined,
): boolean {
  if (!levels.test(fact.id)) return true
  const price = [...facts.values()].find((each) => each.id === fact.id.replace(/\.\w+$/, '.price'))
  if (price === undefined) return true
  const sentence = sentenceBefore(before)
  const place = lastPlace.exec(sentence)
  const measured = place !== null && measuresIn(sentence.slice(place.index)).length > 0
  const english = measured ? sideOf(place) : undefined
  const denied = place !== null && englishDenial.test(sentence.slice(0, place.index))
  const said = isLevelNamed(fact, before) && side !== undefined ? side : denied ? undefined : english
  if (said === undefined) return true
  const difference = new Decimal(price.value).cmp(fact.value)
  return difference === 0 || difference === said
}

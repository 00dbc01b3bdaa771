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

const adverb = '(?:조금|약간|살짝|갓|가까스로|훨씬|훌쩍|겨우|간신히|막|이미|벌써|다시|크게|한참|채|아직)?\\s?'
const particle = `^\\)?\\s?(?:선|대)?(?:을|를|에|에도|도|보다|보다는|보다도|조차)?\\s?${adverb}`
const koreanDenied = new RegExp(
  `${particle}(?:(?<under>(?:못|안)\\s?(?:넘|웃돌|뚫)|(?:넘|웃돌|넘어서|돌파하|상회하|뚫)지\\s?(?:는|도|를)?\\s?(?:못|않))|(?<over>(?:밑돌|하회하|내려가)지\\s?(?:는|도)?\\s?(?:못|않)))`,
)
const koreanSide = new RegExp(
  `${particle}(?:(?<over>넘(?!어질|어지)|남짓|웃돌|웃도네|웃돈|상회|돌파|초과|이상(?![하한해]))|(?<under>못\\s?미치|미치지\\s?못|밑돌|밑도네|밑돈|하회|미만|이하|안\\s?되|안\\s?돼|모자라))`,
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

/** How far, as a share of it, a value may be from a figure that it is compared with. */
const farthest = new Decimal('0.05')

/** Whether `value`, a magnitude, is on the said side of the figure, which is the next round number to it. */
export function isOnSide(value: Decimal, { value: figure, place }: Reading, side: Side): boolean {
  if (side === 1 ? value.lt(figure) : value.gt(figure)) return false
  const zeros = /0+$/.exec(figure.toFixed())?.[0].length ?? 0
  const distance = value.sub(figure).abs()
  const near = Decimal.max(value.mul(farthest), place.lte(1) ? place : 0)
  return distance.lt(Decimal.max(place, new Decimal(10).pow(zeros))) && distance.lte(near)
}

const levels = /\.(?:ma50|ma200|high24h|low24h|high1y|low1y)$/
/** 200일선인 3,545달러보다 아래: the level is named right before its figure, so the price is compared with it. */
const apposition = /^(?:가격)?(?:선)?(?:인|의|이자|,|\s|\()*(?:약\s)?$/
const lastPlace =
  /\b(?:(?<over>above|over)|(?<under>below|under|beneath))\b(?!.*\b(?:above|over|below|under|beneath)\b)/i

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

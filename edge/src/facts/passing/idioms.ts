/** Numbers in ways of speaking. */

import { speaksOfIndex } from '../measures.ts'
import { judgeSentence } from '../phrases/phrases.ts'
import type { Quantity } from '../quantities/quantity.ts'
import { endOfSentence, sentenceBefore } from '../sentences.ts'
import { claimed } from './counts.ts'
import { partOf } from './parts.ts'
import type { Passing } from './passing.ts'
import { clauseFrom, leadUp, marketMove, money, sayOrThink } from './words.ts'

/** "A dollar" is a price where something trades at it, and a saying elsewhere. */
const pricing =
  /\b(?:at|to|over|above|below|under|near|worth|costs?|hits?|reach(?:es|ed)?|touch(?:es|ed)?|past|for|around|about|by|than|nearly|almost)\s$/i

/** What a share is of, when it is a figure: 투자자의 팔 할, 열에 아홉은 돈을 잃네. */
const ofPeopleOrMoney =
  /투자자|개미|사람|명|개인|손해|손실|잃|실패|망하|벌|돈|코인|시장|거래|오르|오를|내리|내릴|떨어|수익/
/** 10배 is how leverage is called; whether it is advised, its sentence tells. */
const isLeverage = /레버리지|마진|leverage|margin/i

/** "One bitcoin costs …": the coin itself, where nobody is said to have it. */
const isOneCoin = ({ unit }: Quantity, value: number) => value === 1 && /^[A-Z]{3,4}$/.test(unit)
const owns =
  /자네|보유|들고|가지고|갖고|담|샀|모으|\b(?:you|your|hold|holds|holding|own|owns|have|has|bought|buy|sell|get)\b(?! asked)/i

/** A thousand storms: many of something that is not counted in a market. */
const manyThings =
  /^\s(?!(?:holders|investors|people|users|wallets|traders|buyers|sellers|addresses|is|was|has|does)\b)[a-z]{3,}s\b/i
/** 서너 배는 갈 자리: what is expected of a price. */
const grows = /^[는를로]?\s?(?:갈|가[네는]|불어|뛸|오를)/
const countedCoin =
  /(?:BTC|ETH|SOL|BNB|DOGE|XRP|비트코인|이더리움|솔라나|도지|리플|비트|이더)[을를은는이가의도]?\s?(?:약 )?$/i

export function idiomAround(
  quantity: Quantity,
  value: number,
  before: string,
  after: string,
): Passing | undefined {
  const { text, unit, form } = quantity
  const clause = clauseFrom(after)
  const lead = leadUp(before, 48)
  if (/^(?:fifty-fifty|fifty fifty)$/i.test(text) && !money.test(`${lead} ${clause}`)) return 'idiom'
  // In one's sixties: 60대.
  if (
    form === 'digits' &&
    /^[1-9]0$/.test(text) &&
    /^대(?=[^가-힣]|[든에의가는도]|\s)/.test(after) &&
    !speaksOfIndex(before) &&
    !money.test(lead)
  )
    return 'idiom'
  if (/^(?:hundred|thousand|million|billion)$/i.test(text) && /\b(?:first|next|another)\s$/i.test(before))
    return 'idiom'
  // 하는 일만은 하지 말게: a deed, and only that.
  if (/^일만$/.test(text) && /[는던할될]\s$/.test(before)) return 'idiom'
  if (unit === 'none') {
    if (
      /^an?\s(?:hundred|thousand|million|dozen)$/i.test(text) &&
      manyThings.test(after) &&
      !claimed.test(clause)
    )
      return 'idiom'
    if (/dozen$/i.test(text) && !claimed.test(clause) && !money.test(`${lead.slice(-24)} ${clause}`))
      return 'idiom'
    if (form === 'digits' && value === 1 && /^부터/.test(after)) return 'idiom'
    if (/^\s?번/.test(after) && sayOrThink.test(clause) && !marketMove.test(clause)) return 'idiom'
    if (/^\s?(?:년|해|날)/.test(after)) return 'idiom'
  }
  if (unit === 'times' && /^\s?out of (?:ten|a hundred|100|10)\b/.test(after)) return 'idiom'
  if (form === 'words' && /할$|[에중데서]\s?\S{1,4}$/.test(text) && /할|에|중|가운데/.test(text)) {
    if (!ofPeopleOrMoney.test(`${leadUp(before, 40)} ${clause}`)) return 'idiom'
  }
  if (unit === 'times' && isLeverage.test(`${leadUp(before, 24)} ${after.slice(0, 24)}`)) {
    const end = endOfSentence(after)
    const sentence = `${sentenceBefore(before)}${text}${after.slice(0, end ?? after.length)}`
    if (judgeSentence(sentence) === undefined) return 'name'
  }
  // 십 원짜리: the smallest coin there is.
  if (unit === 'otherMoney' && form === 'words' && /^짜리/.test(after) && value <= 1000) return 'idiom'
  // When someone promises to double your money.
  if (
    unit === 'times' &&
    /\b(?:promis|offer|claim|vow|pledg|swear|guarante)\w*\s(?:you\s)?(?:to|they can|he can|that it will)\s$/i.test(
      before,
    )
  )
    return 'idiom'
  if (unit === 'times' && quantity.part !== true) {
    const said = sayOrThink.test(`${leadUp(before, 30)} ${clause}`) && !marketMove.test(clause)
    if (/times$/i.test(text) && said) return 'idiom'
    if (
      !grows.test(after) &&
      !money.test(`${lead} ${clause}`) &&
      !marketMove.test(`${lead} ${clause}`) &&
      !/^[x×]/i.test(text.slice(-1))
    )
      return 'idiom'
  }
  if (/^an?\s(?:dollar|buck|cent|percent)$/i.test(text) && !pricing.test(before)) return 'idiom'
  if (/^an?\s(?:dollar|buck)$/i.test(text) && /^\s(?:saved|earned|spent|invested|lost)\b/i.test(after))
    return 'idiom'
  if (/^(?:ten|hundred|a hundred) times$/i.test(text) && /^\s?over[.,!]/.test(after)) return 'idiom'
  if (isOneCoin(quantity, value) && !owns.test(`${leadUp(before, 60)} ${clause}`)) return 'name'
  if (
    /^two cents$/i.test(text) &&
    (/\b(?:my|your|give (?:you|him|her|them))\s$/i.test(before) || /^\s(?:of|worth)\b/i.test(after))
  )
    return 'idiom'
  if (/^a million[- ]dollar$/i.test(text) && /^\squestion/i.test(after)) return 'idiom'
  if (form === 'digits' && /\bage(?: of)?\s$/i.test(before)) return 'idiom'
  if (quantity.part === true) return partOf(quantity, before, after)
  if (unit === 'coins' && form === 'words' && !countedCoin.test(before.slice(-14))) return 'idiom'
  if (
    unit === 'coins' &&
    form === 'digits' &&
    /^\s?(?:의\s?)?(?:질문|원칙|이유|코인|종목|단어|문장|조건|기준|바구니)/.test(after) &&
    value <= 20
  )
    return 'idiom'
  return undefined
}

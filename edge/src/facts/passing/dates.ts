/** Years, days and hours of the calendar. */
import { subjectsIn } from '../subjects.ts'
import type { Passing } from './passing.ts'
import { leadUp } from './words.ts'

const months =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
const monthBefore = new RegExp(`\\b(?:${months})\\.?\\s(?:\\d{1,2}(?:st|nd|rd|th)?,?\\s)?$`, 'i')
const monthAfter = new RegExp(`^(?:st|nd|rd|th)?\\s(?:of\\s)?(?:${months})\\b`, 'i')
const bareYear = /^(?:19[5-9]\d|20[0-4]\d)$/
const yearUnit = /^(?:년|’s|'s|s\b|[-./]\d{1,2})/
const notYear = /^\s?(?:달러|불|원|USDT|%|\$|dollars?|usd|points?|포인트|배|개|coins?|BTC|ETH|SOL|번)/i
/** Where a price would be said, a bare number of four digits is no year. */
const priced =
  /(?:\b(?:at|near|around|about|above|below|worth|costs?|price|trad(?:es|ing)|hits?|is|are|over|under|nearly|roughly)\s|[@=:≈~]\s?|[$₩€£]|(?:가격|시세|값|현재가)(?:은|는|이|가)?\s|약\s)$/i

export function dateAround(written: string, before: string, after: string): Passing | undefined {
  if (/^(?:19[5-9]\d|20\d\d)(?:\s?-?\s?(?:년|years?))$/i.test(written) && /년$/.test(written)) return 'date'
  if (bareYear.test(written) && !notYear.test(after)) {
    if (yearUnit.test(after) || monthBefore.test(before)) return 'date'
    if (!(priced.test(before) && subjectsIn(leadUp(before, 60)).length > 0) && !/[$₩€£@≈~]\s?$/.test(before))
      return subjectsIn(before.slice(-12)).some(({ end }) => end >= Math.min(12, before.length) - 4)
        ? undefined
        : 'date'
  }
  if (/^\d{1,2}$/.test(written)) {
    if (/^(?:월(?!등)|시(?![가-힣]*[장세총])|시경|분기|세기|월말|월초)/.test(after)) return 'date'
    if (/(?:19|20)\d\d[-./]\s?$/.test(before) || /(?:19|20)\d\d[-./]\s?\d{1,2}[-./]\s?$/.test(before))
      return 'date'
    if (
      /^[-./]\d{1,2}[-./](?:19|20)?\d\d(?!\d)/.test(after) ||
      (/\d{1,2}[-./]$/.test(before) && /^[-./](?:19|20)\d\d/.test(after))
    )
      return 'date'
    if (isRatio(before, after)) return undefined
    if (/^:\d\d/.test(after) || /\b\d{1,2}:(?:\d\d:)?$/.test(before)) return 'date'
    if (/^\s?(?:am|pm|a\.m|p\.m|o'clock|UTC|GMT|KST)\b/i.test(after)) return 'date'
    if (/^\s(?:in the (?:morning|afternoon|evening)|at night|sharp)\b/i.test(after)) return 'date'
    if (/\b[QH]$/i.test(before)) return 'date'
    if (monthAfter.test(after) || monthBefore.test(before)) return 'date'
    if (/^(?:st|nd|rd|th)\b/i.test(after)) return 'ordinal'
    if (/^0s\b/.test(after)) return 'date'
    if (/^['’]$/.test(before.at(-1) ?? '') && !/[\p{L}\p{N}]['’]$/u.test(before) && !notYear.test(after))
      return 'date'
  }
  if (
    /^\d{1,2}\s?-?\s?(?:일|년)$/.test(written) &&
    /(?:\d{1,2}월|이달|다음 달|지난달|매달|매월)\s?$/.test(before)
  )
    return 'date'
  if (/^\d{1,2}\s?-?\s?분$/.test(written) && /\d{1,2}시\s?$/.test(before)) return 'date'
  if (/^\d{1,2}\s?년$/.test(written) && /(?:20|19)$/.test(before)) return 'date'
  return undefined
}

/** "A 1:10 ratio" is no time of day. */
const isRatio = (before: string, after: string) =>
  /^(?:\s?:\s?\d+)?\s?(?:ratio|split|odds|reward|risk|비율|비중|의 비|로 (?:나|쪼|섞))/i.test(after) ||
  /(?:ratio|odds|비율|비중)[^.!?\n]{0,12}(?:\d+\s?:\s?)?$/i.test(before)

/** Years, days and hours of the calendar. */
import type { Passing } from './passing.ts'

/** The rest of the word that the number is glued to, and the next word. */
const glued = (after: string) => /^[^\s.,!?]*/.exec(after)?.[0] ?? ''

const months =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
const monthBefore = new RegExp(`\\b(?:${months})\\.?\\s(?:\\d{1,2}(?:st|nd|rd|th)?,?\\s)?$`, 'i')
const monthAfter = new RegExp(`^(?:st|nd|rd|th)?\\s(?:of\\s)?(?:${months})\\b`, 'i')
const yearLead =
  /(?:\b(?:in|since|of|during|from|until|till|to|by|before|after|between|and|through|year|early|late|mid|back in|summer|winter|spring|autumn|fall|crash|cycle|crisis|the|and|or)[\s-]|[('‘’"]|\d{4}\s?[-–~/]\s?|년과 |년, )$/i
const yearNoun =
  /^(?:년|’s|'s|s\b|\s?(?:bull|bear|crash|cycle|peak|top|crisis|halving|winter|collapse|rally|bubble|episode|selloff|sell-off|market|boom|ICO))/i

export function dateAround(
  written: string,
  before: string,
  after: string,
  final: boolean,
): Passing | 'open' | undefined {
  const rest = glued(after)
  const year = /^(?:19[5-9]\d|20\d\d)(?:\s?-?\s?(?:년|years?))?$/i.test(written)
  if (year && /년$/.test(written)) return 'date'
  if (/^(?:19[5-9]\d|20\d\d)$/.test(written)) {
    if (
      yearNoun.test(after) ||
      ((yearLead.test(before) || monthBefore.test(before)) &&
        !/^\s?(?:달러|USDT|%|\$|dollars|usd|points|포인트)/i.test(after))
    )
      return 'date'
    if (/^[-./]\d{1,2}/.test(after)) return 'date'
    if (!final && /^\s?[\p{L}]*$/u.test(after)) return 'open'
  }
  if (/^\d{1,2}$/.test(written)) {
    if (/^(?:월(?!등)|시(?![가-힣]*[장세총])|시경|분기|세기|월말|월초)/.test(after)) return 'date'
    if (/(?:19|20)\d\d[-./]\s?$/.test(before) || /(?:19|20)\d\d[-./]\s?\d{1,2}[-./]\s?$/.test(before))
      return 'date'
    if (isRatio(before, after)) return undefined
    if (!final && /^:\d{0,2}\s?[^\s.,]{0,5}$/.test(after)) return 'open'
    if (/^:\d\d/.test(after) || /\b\d{1,2}:(?:\d\d:)?$/.test(before)) return 'date'
    if (/^\s?(?:am|pm|a\.m|p\.m|o'clock|UTC|GMT|KST)\b/i.test(after)) return 'date'
    if (monthAfter.test(after) || monthBefore.test(before)) return 'date'
    if (/^(?:st|nd|rd|th)\b/i.test(rest)) return 'ordinal'
    if (/^(?:0s|대 초반 나이)/.test(after)) return 'date'
  }
  if (/^\d{1,2}\s?-?\s?(?:일|년)$/.test(written) && /(?:\d{1,2}월|이달|다음 달|지난달)\s?$/.test(before))
    return 'date'
  if (/^\d{1,2}\s?-?\s?분$/.test(written) && /\d{1,2}시\s?$/.test(before)) return 'date'
  if (/^\d{1,2}\s?년$/.test(written) && /(?:20|19)$/.test(before)) return 'date'
  return undefined
}

/** "A 1:10 ratio" is no time of day. */
const isRatio = (before: string, after: string) =>
  /^(?:\s?:\s?\d+)?\s?(?:ratio|split|odds|reward|risk|비율|비중|의 비|로 (?:나|쪼|섞))/i.test(after) ||
  /(?:ratio|odds|비율|비중)[^.!?\n]{0,12}(?:\d+\s?:\s?)?$/i.test(before)

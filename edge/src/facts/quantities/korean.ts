/** Numbers as Korean writes them: 4만 3천, 6만5천, 1억 2,000만, 육만 오천, 이십삼, 이 점 사, 스물다섯. */
import { Decimal } from 'decimal.js'
import type { Reading } from './reading.ts'

const sinoDigits: Readonly<Record<string, number>> = {
  영: 0,
  공: 0,
  일: 1,
  이: 2,
  삼: 3,
  사: 4,
  오: 5,
  육: 6,
  륙: 6,
  칠: 7,
  팔: 8,
  구: 9,
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
const smallScales: Readonly<Record<string, number>> = { 십: 10, 백: 100, 천: 1000, 十: 10, 百: 100, 千: 1000 }
const largeScales: Readonly<Record<string, string>> = {
  만: '1e4',
  억: '1e8',
  조: '1e12',
  萬: '1e4',
  万: '1e4',
  億: '1e8',
  兆: '1e12',
}

/**
 * The value of digits, Sino-Korean digits and scale words in a row, spaces allowed between them. The last
 * written place is the precision: 4만 3천 is exact to a thousand.
 */
export function readSino(text: string): Reading | undefined {
  const [whole = '', fraction] = text.split(/\s*점\s*/)
  if (fraction !== undefined) return readSpokenDecimal(whole, fraction)
  let total = new Decimal(0)
  let section = new Decimal(0)
  let current: Decimal | undefined
  let place = new Decimal(1)
  for (const [token] of text.replace(/\s+/g, '').matchAll(/\d[\d,]*(?:\.\d+)?|./gu)) {
    const small = smallScales[token]
    const large = largeScales[token]
    if (small !== undefined) {
      place = current === undefined ? new Decimal(small) : place.mul(small)
      section = section.add((current ?? new Decimal(1)).mul(small))
      current = undefined
    } else if (large !== undefined) {
      const count = section.add(current ?? 0)
      if (count.isZero() && current === undefined) place = new Decimal(large)
      else place = place.mul(large)
      total = total.add((count.isZero() ? new Decimal(1) : count).mul(large))
      section = new Decimal(0)
      current = undefined
    } else {
      const digits = sinoDigits[token] === undefined ? token.replaceAll(',', '') : String(sinoDigits[token])
      if (!/^\d+(\.\d+)?$/.test(digits)) return undefined
      current = current === undefined ? new Decimal(digits) : new Decimal(`${current.toFixed()}${digits}`)
      place = new Decimal(10).pow(-current.decimalPlaces())
    }
  }
  const value = total.add(section).add(current ?? 0)
  // Below a thousand a spoken number is as exact as its digits: 오십 is 50, not "some fifty".
  return { value, place: value.lt(1000) && place.gt(1) ? new Decimal(1) : place }
}

function readSpokenDecimal(whole: string, fraction: string): Reading | undefined {
  const integer = readSino(whole)
  const digits = Array.from(fraction.replace(/\s+/g, ''), (character) => sinoDigits[character] ?? character)
  if (integer === undefined || digits.length === 0 || !/^\d+$/.test(digits.join(''))) return undefined
  return {
    value: integer.value.add(`0.${digits.join('')}`),
    place: new Decimal(10).pow(-digits.length),
  }
}

const nativeTens: Readonly<Record<string, number>> = {
  열: 10,
  스물: 20,
  스무: 20,
  서른: 30,
  마흔: 40,
  쉰: 50,
  예순: 60,
  일흔: 70,
  여든: 80,
  아흔: 90,
}
/** The doubtful ones (서너: three or four) are read as their middle: they can never equal a fact of whole pieces. */
const nativeUnits: Readonly<Record<string, number>> = {
  한두: 1.5,
  두세: 2.5,
  두어: 2.5,
  서너: 3.5,
  두서너: 2.5,
  너덧: 4.5,
  대여섯: 5.5,
  예닐곱: 6.5,
  하나: 1,
  한: 1,
  둘: 2,
  두: 2,
  셋: 3,
  세: 3,
  석: 3,
  넷: 4,
  네: 4,
  넉: 4,
  다섯: 5,
  여섯: 6,
  일곱: 7,
  여덟: 8,
  아홉: 9,
}
const longestFirst = (words: readonly string[]) => [...words].sort((a, b) => b.length - a.length).join('|')
const native = new RegExp(
  `^(?:(${longestFirst(Object.keys(nativeTens))})\\s?)?(${longestFirst(Object.keys(nativeUnits))})?`,
)

/** A native Korean number at the start of `text`: its length and value. */
export function readNative(text: string): { readonly length: number; readonly reading: Reading } | undefined {
  const match = native.exec(text)
  if (match === null) return undefined
  const [written, tens = '', units = ''] = match
  if (written.trim() === '') return undefined
  const value = (nativeTens[tens] ?? 0) + (nativeUnits[units] ?? 0)
  return { length: written.trimEnd().length, reading: { value: new Decimal(value), place: new Decimal(1) } }
}

/** Characters that a Sino-Korean number is made of. */
export const sino = '영공일이삼사오육륙칠팔구십백천만억조'
export const hanja = '零〇一二三四五六七八九十百千萬万億兆'
export const nativeWords = [...Object.keys(nativeTens), ...Object.keys(nativeUnits)]

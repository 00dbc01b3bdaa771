/** Finds the quantity, if any, that a text begins with. */
import { Decimal } from 'decimal.js'
import { hanja, readSino } from './korean.ts'
import { markup, type Scan, withUnit } from './quantity.ts'
import type { Reading } from './reading.ts'
import { scanEnglish } from './scan-english.ts'
import { scanKorean, scanSino } from './scan-korean.ts'
import { mayContinue } from './units.ts'

const numeral = new RegExp(`^\\d+(?:${markup}(?:[.,'_]${markup})?\\d+| \\d{3}(?!\\d))*`)
const head = /^([+-]?)\s?((?:US)?[$₩€£¥]?)\s?([+-]?)(?=\d)/
const numeric = /^[\d.,'_*`\\{}|~ ]*$/
const wordCharacter = /[\p{L}\p{N}]/u

/**
 * Scans the start of `text`, with `before` shown just ahead of it. `final`: no more text will come.
 */
export function scanQuantity(before: string, text: string, final: boolean): Scan {
  const first = text[0] ?? ''
  const previous = before.at(-1) ?? ''
  if (/\d/.test(first)) return scanDigits(text, 0, '', 0, final)
  if ('+-$₩€£¥'.includes(first) || (first === 'U' && /^US?\$?/.test(text))) {
    return scanPrefixed(text, previous, final)
  }
  if (hanja.includes(first)) return scanSino(text, before, final)
  if (/[가-힣]/.test(first)) return scanKorean(text, before, final)
  if (/[a-z]/i.test(first) && !/[\p{L}\p{N}'&]/u.test(previous)) return scanEnglish(text, before, final)
  return 'none'
}

function scanPrefixed(text: string, previous: string, final: boolean): Scan {
  const match = head.exec(text)
  if (match === null) {
    const undecided = !final && /^(?:[+-]?\s?(?:US?)?[$₩€£¥]?\s?[+-]?)$/.test(text) && text.length < 5
    return undecided ? 'open' : 'none'
  }
  const [prefix, before = '', currency = '', after = ''] = match
  // After a figure or a word a hyphen joins or spans: 3-5 %, ERC-20.
  if (before === '-' && wordCharacter.test(previous)) return 'none'
  const mark = before + after
  const sign = mark.includes('-') ? -1 : mark.includes('+') ? 1 : 0
  return scanDigits(text, prefix.length, currency, sign, final)
}

function scanDigits(text: string, start: number, currency: string, sign: -1 | 0 | 1, final: boolean): Scan {
  const body = text.slice(start)
  if (!final && numeric.test(body)) return 'open'
  const match = numeral.exec(body)
  if (match === null) return 'none'
  const written = match[0]
  const korean = scaledKorean(body, written.length, final)
  if (korean === 'open') return 'open'
  const scaled = korean ?? scaledEnglish(body, written.length)
  const plain = readNumeral(written.replace(/[*_`\\{}|~]/g, ''))
  const readings = scaled?.readings ?? plain
  const numberLength = scaled?.length ?? written.length
  return withUnit(text, start + numberLength, { readings, sign, form: 'digits' }, currency, final)
}

/** Thousands with comma, space or apostrophe; a decimal point; the European way round as a second reading. */
function readNumeral(text: string): Reading[] {
  const compact = text.replace(/[ ']/g, '')
  if (/^\d+(\.\d+)?$/.test(compact)) {
    const readings = [reading(compact)]
    if (/^\d{1,3}\.\d{3}$/.test(compact)) readings.push(reading(compact.replace('.', '')))
    return readings
  }
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(compact)) return [reading(compact.replaceAll(',', ''))]
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(compact)) {
    return [reading(compact.replaceAll('.', '').replace(',', '.'))]
  }
  if (/^\d{1,4}(,\d{4})+$/.test(compact)) return [reading(compact.replaceAll(',', ''))]
  if (/^\d+,\d+$/.test(compact)) return [reading(compact.replace(',', '.'))]
  return []
}

function reading(text: string): Reading {
  const value = new Decimal(text)
  const decimals = text.split('.')[1]?.length ?? 0
  return { value, place: new Decimal(10).pow(-decimals) }
}

interface Scaled {
  readonly readings: readonly Reading[]
  readonly length: number
}

const koreanScale = new RegExp(
  `^${markup}\\s?${markup}((?:십(?!분)|백(?!서)|천(?!천|장|국)|만(?!약|큼|일|들|나|화|족|성|기)|억(?!지|제|눌)|조(?!정|금|심|건|언|사|차))+)`,
)
const koreanNext = new RegExp(
  `^${markup}\\s?${markup}(\\d[\\d,]*(?:\\.\\d+)?|[일이삼사오육칠팔구](?=\\s?[십백천만억조]))`,
)

/** 4만 3천, 6만5천, 1억 2,000만, 4만 3,250달러: `length` counts from the start of `body`. */
function scaledKorean(body: string, numeralLength: number, final: boolean): Scaled | 'open' | undefined {
  let end = numeralLength
  let scale = koreanScale.exec(body.slice(end))
  if (scale === null) return undefined
  while (scale !== null) {
    end += scale[0].length
    const rest = body.slice(end)
    if (!final && (rest === '' || /^\s?(?:[\d,.]*|[일이삼사오육칠팔구]\s?)$/.test(rest))) return 'open'
    const next = koreanNext.exec(rest)
    if (next === null) break
    const afterNext = rest.slice(next[0].length)
    const following = koreanScale.exec(afterNext)
    const spaced = /^\s/.test(rest)
    if (!final && following === null && mayContinue(afterNext)) return 'open'
    // A number after a space belongs to the same figure only if it goes on with a smaller place or a unit.
    if (spaced && following === null && !/^\s?(?:달러|불|원|USD)/i.test(afterNext)) break
    if (spaced && following !== null && !isSmaller(following[1] ?? '', scale[1] ?? '')) break
    end += next[0].length
    scale = following
  }
  const read = readSino(body.slice(0, end).replace(/[*_`\\{}|~]/g, ''))
  return { readings: read === undefined ? [] : [read], length: end }
}

const order = '십백천만억조'
function isSmaller(next: string, last: string): boolean {
  const weight = (scale: string) => order.indexOf(scale.at(-1) ?? '')
  return weight(next) < weight(last)
}

const englishScales: readonly (readonly [RegExp, string])[] = [
  [/^(?:\s?-?\s?(?:thousand|grand)\b|k(?![a-z]))/i, '1e3'],
  [/^(?:\s?-?\s?million\b|mn(?![a-z])|mm(?![a-z])|m(?![a-z]))/i, '1e6'],
  [/^(?:\s?-?\s?billion\b|bn(?![a-z])|b(?![a-z]))/i, '1e9'],
  [/^(?:\s?-?\s?trillion\b|tn(?![a-z])|t(?![a-z]))/i, '1e12'],
  [/^\s?-?\s?hundred\b/i, '100'],
  [/^\s?dozen\b/i, '12'],
]

function scaledEnglish(body: string, numeralLength: number): Scaled | undefined {
  const marks = new RegExp(`^${markup}`).exec(body.slice(numeralLength))?.[0].length ?? 0
  let end = numeralLength + marks
  let factor: Decimal | undefined
  for (let again = true; again; ) {
    again = false
    for (const [pattern, value] of englishScales) {
      const match = pattern.exec(body.slice(end))
      if (match === null) continue
      end += match[0].length
      factor = (factor ?? new Decimal(1)).mul(value)
      again = true
      break
    }
  }
  if (factor === undefined) return undefined
  const by = factor
  const plain = readNumeral(body.slice(0, numeralLength).replace(/[*_`\\{}|~]/g, ''))
  return {
    readings: plain.map(({ value, place }) => ({ value: value.mul(by), place: place.mul(by) })),
    length: end,
  }
}

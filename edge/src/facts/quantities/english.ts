/** Numbers as English spells them: sixty-five thousand, two point four, a hundred and twenty, half a million. */
import { Decimal } from 'decimal.js'
import type { Reading } from './reading.ts'

const small = [
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen',
  'seventeen eighteen nineteen',
]
  .join(' ')
  .split(' ')
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const scales: Readonly<Record<string, string>> = {
  hundred: '100',
  thousand: '1e3',
  grand: '1e3',
  million: '1e6',
  billion: '1e9',
  trillion: '1e12',
  dozen: '12',
}
const values = new Map<string, number>([
  ...small.map((word, index) => [word, index] as const),
  ...tens.map((word, index) => [word, (index + 2) * 10] as const),
  ['fourty', 40],
])

export const englishNumberWords = [...values.keys(), ...Object.keys(scales)]

const word = `(?:${[...values.keys()].sort((a, b) => b.length - a.length).join('|')})`
const scale = `(?:${Object.keys(scales).join('|')})`
const gap = '(?:\\s+|\\s*-\\s*)'
const spelled = new RegExp(
  `^(?:(?:an?|half an?)\\s+(?=${scale}\\b))?(?:${word}|${scale})\\b(?:(?:${gap}and\\s+|${gap})(?:${word}|${scale}|point)\\b)*`,
  'i',
)

/** A spelled number at the start of `text`: its length and value. */
export function readEnglish(
  text: string,
): { readonly length: number; readonly reading: Reading } | undefined {
  const match = spelled.exec(text)
  if (match === null) return undefined
  const written = match[0].replace(/(?:\s+|-)(?:and|point)$/i, '')
  const reading = readWords(written.toLowerCase().split(/[\s-]+/))
  return reading === undefined ? undefined : { length: written.length, reading }
}

function readWords(words: readonly string[]): Reading | undefined {
  let total = new Decimal(0)
  let section = new Decimal(0)
  let spoken: Decimal | undefined
  let place = new Decimal(1)
  let decimals: string | undefined
  for (const each of words) {
    const value = values.get(each)
    const factor = scales[each]
    if (each === 'point') decimals = ''
    else if (value !== undefined && decimals !== undefined) {
      decimals += String(value)
      place = new Decimal(10).pow(-decimals.length)
    } else if (value !== undefined) {
      section = section.add(value)
      spoken = new Decimal(value)
      place = new Decimal(1)
    } else if (each === 'half') section = section.add('0.5')
    else if (factor !== undefined) {
      if (decimals !== undefined && decimals !== '') section = section.add(`0.${decimals}`)
      decimals = undefined
      const count = section.isZero() ? new Decimal(1) : section
      place = spoken === undefined ? new Decimal(factor) : place.mul(factor)
      if (factor === '100' || factor === '12') section = count.mul(factor)
      else {
        total = total.add(count.mul(factor))
        section = new Decimal(0)
      }
      spoken = new Decimal(factor)
    }
  }
  if (decimals !== undefined && decimals !== '') section = section.add(`0.${decimals}`)
  const value = total.add(section)
  return { value, place: value.lt(1000) && place.gt(1) ? new Decimal(1) : place }
}

/** A number with its unit: what a scan finds, and the steps that every scan shares. */
import { Decimal } from 'decimal.js'
import { endOfSentence } from '../sentences.ts'
import { readSino } from './korean.ts'
import type { Reading } from './reading.ts'
import { readUnit, type Unit } from './units.ts'

export interface Quantity {
  /** As written, and how many characters of the text that is. */
  readonly text: string
  readonly length: number
  /** What it may mean; 43.250 is 43.25 or 43,250. Empty if it cannot be read. */
  readonly readings: readonly Reading[]
  readonly sign: -1 | 0 | 1
  readonly unit: Unit
  readonly form: 'digits' | 'words'
  /** A fraction of something: a third of, 3분의 1, half. */
  readonly part?: boolean
}

/** `open`: more text is needed; `none`: the text begins with no quantity. */
export type Scan = Quantity | 'open' | 'none'

/** Markup that may split a number without a reader seeing it. */
export const markup = '(?:[*_`\\\\{}|]|~~)*'

/** 1~2주, 3-5 years: the unit of a span belongs to both of its ends. It stays in the text for the second. */
const spanTo = /^\s?[~–-]\s?\d[\d.,]*\s?/
function rangeUnit(rest: string): { readonly unit: Unit; readonly length: number } | undefined {
  const second = spanTo.exec(rest)?.[0]
  const found = second === undefined ? undefined : readUnit(rest.slice(second.length))
  return found?.unit === 'duration' ? { unit: 'duration', length: -1 } : undefined
}

const beforeUnit = new RegExp(`^${markup}[)"'”’]?\\+?-?\\s?${markup}`)

/** So much after a number may name its unit: closed trades, percentage points, and 55 cents. */
const unitReach = 24

/** Adds the unit that follows a number ending at `end`, unless more text may still bring one. */
export function withUnit(
  text: string,
  end: number,
  number: Pick<Quantity, 'readings' | 'sign' | 'form'>,
  currency: string,
  final: boolean,
): Scan {
  const rest = text.slice(end)
  const fraction = /^\s?분의\s?(\d+|[일이삼사오육칠팔구])/.exec(rest)
  if (fraction !== null)
    return {
      ...number,
      readings: number.readings.map(({ value }) => ({
        value: (readSino(fraction[1] ?? '')?.value ?? new Decimal(1)).div(Decimal.max(value, 1)),
        place: new Decimal('0.1'),
      })),
      text: text.slice(0, end + fraction[0].length),
      length: end + fraction[0].length,
      unit: 'times',
      part: true,
    }
  if (!final && rest.length < unitReach && endOfSentence(rest) === undefined) return 'open'
  const gap = beforeUnit.exec(rest)?.[0] ?? ''
  const found = readUnit(rest.slice(gap.length)) ?? rangeUnit(rest)
  const signUnit: Unit = currency === '' ? 'none' : currency.includes('$') ? 'usd' : 'otherMoney'
  const length = found === undefined || found.length < 0 ? end : end + gap.length + found.length
  const unit = signUnit === 'none' ? (found?.unit ?? 'none') : signUnit
  const cents = unit === 'usd' ? smallChange.exec(text.slice(length)) : null
  if (cents !== null) {
    const part = new Decimal(cents[1] ?? 0).div(100)
    const whole = length + cents[0].length
    const readings = number.readings.map(({ value }) => ({
      value: value.add(part),
      place: new Decimal('0.01'),
    }))
    return { ...number, readings, text: text.slice(0, whole), length: whole, unit }
  }
  if (unit === 'cents')
    return { ...number, ...inDollars(number.readings), text: text.slice(0, length), length }
  return { ...number, text: text.slice(0, length), length, unit }
}

/** 3,421달러 55센트, "$3,421 and 55 cents". */
const smallChange = /^,?\s(?:and\s)?(\d{1,2})\s?(?:센트|cents?\b)/i

function inDollars(readings: readonly Reading[]): Pick<Quantity, 'readings' | 'unit'> {
  return {
    readings: readings.map(({ value, place }) => ({ value: value.div(100), place: place.div(100) })),
    unit: 'usd',
  }
}

/** A quantity whose value and unit are known from its words alone. */
export function measured(text: string, length: number, read: Reading, unit: Unit, part = false): Quantity {
  return { text: text.slice(0, length), length, readings: [read], sign: 0, unit, form: 'words', part }
}

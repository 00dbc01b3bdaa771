/** A fact as a reader sees it: `43,250.12 USDT`, `+2.41%`, `284.1억 USDT`, `28.4 billion USDT`. */
import type { Locale } from '@sage/db/vocabulary'
import { Decimal } from 'decimal.js'
import type { Fact, FactId } from '../contract/fact.ts'

/** Facts whose sign is part of the message: a change, a distance, a gain or a loss. */
export function isSigned(id: FactId): boolean {
  return /\.(change\w*|fromHigh1y|fromLow1y|profit|return|benchmark|excess)$/.test(id)
}

/** Facts so large that they are read in 억 or billions. */
function isVolume(id: FactId): boolean {
  return id.endsWith('.volume24h')
}

/**
 * The text of a fact. `magnitude` leaves out the sign where a word beside it carries it, as in
 * "2.41% 내렸네".
 */
export function renderFact(fact: Fact, locale: Locale, { magnitude = false } = {}): string {
  const value = new Decimal(fact.value)
  const shown = magnitude && isSigned(fact.id) ? value.abs() : value
  const sign = isSigned(fact.id) && !magnitude && shown.isPositive() && !shown.isZero() ? '+' : ''
  switch (fact.unit) {
    case 'USDT':
      return isVolume(fact.id) ? `${largeAmount(shown, locale)} USDT` : `${sign}${amount(shown)} USDT`
    case '%':
      return `${sign}${grouped(shown.toDecimalPlaces(2))}%`
    case 'points':
      return locale === 'ko' ? `${grouped(shown)}포인트` : `${grouped(shown)} points`
    case 'count':
      return locale === 'ko' ? `${grouped(shown)}건` : grouped(shown)
    case 'minutes':
      return locale === 'ko' ? `${grouped(shown)}분` : plural(shown, 'minute')
    default:
      return `${grouped(shown.toDecimalPlaces(8))} ${fact.unit}`
  }
}

function plural(value: Decimal, noun: string): string {
  return `${grouped(value)} ${noun}${value.eq(1) ? '' : 's'}`
}

/** Two decimals, four below 10 USDT, below 1 five significant digits: the price of XRP and DOGE lives there. */
function amount(value: Decimal): string {
  if (value.abs().lt(1)) return grouped(value.toSignificantDigits(5))
  if (value.abs().lt(10) && value.decimalPlaces() > 2) return grouped(value.toDecimalPlaces(4))
  const rounded = value.toDecimalPlaces(2)
  return rounded.isInteger() ? grouped(rounded) : grouped(rounded, 2)
}

const koreanScales = [
  [new Decimal('1e12'), '조'],
  [new Decimal('1e8'), '억'],
  [new Decimal('1e4'), '만'],
] as const
const englishScales = [
  [new Decimal('1e12'), ' trillion'],
  [new Decimal('1e9'), ' billion'],
  [new Decimal('1e6'), ' million'],
] as const

/** Four significant digits and a scale word: 284.1억, 28.41 billion. */
function largeAmount(value: Decimal, locale: Locale): string {
  for (const [scale, name] of locale === 'ko' ? koreanScales : englishScales) {
    if (value.gte(scale)) return `${grouped(value.div(scale).toSignificantDigits(4))}${name}`
  }
  return amount(value)
}

/** Thousands separators without floating point; `decimals` pads the fraction. */
function grouped(value: Decimal, decimals?: number): string {
  const [whole = '0', fraction] = (decimals === undefined ? value.toFixed() : value.toFixed(decimals)).split(
    '.',
  )
  const thousands = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? thousands : `${thousands}.${fraction}`
}

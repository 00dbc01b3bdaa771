/** Whether a written number is a fact's value at the precision it was written with, and in its unit. */
import { Decimal } from 'decimal.js'
import type { Fact } from '../contract/fact.ts'
import type { Quantity } from './quantities/quantity.ts'
import type { Reading } from './quantities/reading.ts'

const approximate =
  /(?:약|대략|얼추|거의|근|about|around|roughly|approximately|nearly|almost|some|circa|~|≈)\s?\$?$/i
const approximateAfter = /^\s?(?:쯤|정도|가량|안팎|내외|근처|언저리|전후|or so|or thereabouts|-ish|ish)/i
/** A price may be called by a round number only if that is near: 6만 달러 for 62,000, not for 57,000. */
const farthestRounding = new Decimal('0.05')

/** Whether the words beside a figure say that it is not exact. */
export const isApproximate = (before: string, after: string) =>
  approximate.test(before) || approximateAfter.test(after)

const trailingZeros = (value: Decimal) => /0+$/.exec(value.toFixed())?.[0].length ?? 0

/** Whether `reading` is `value`, both magnitudes, rounded to the last written place. */
export function rounds(value: Decimal, reading: Reading, isMoney: boolean): boolean {
  const distance = value.sub(reading.value).abs()
  if (isMoney && distance.gt(value.mul(farthestRounding))) return false
  return distance.lte(reading.place.div(2))
}

/** Beside "about", the zeros at the end of a price count as rounding: about 43,000 for 43,250. */
export function roundsLoosely(value: Decimal, reading: Reading): boolean {
  const zeros = trailingZeros(reading.value)
  const significant = reading.value.toFixed().length - zeros
  if (zeros === 0 || significant < 2 || reading.value.lt(100)) return false
  if (reading.value.lt(1000) && value.sub(reading.value).abs().gt(value.div(100))) return false
  return value.sub(reading.value).abs().lte(new Decimal(10).pow(zeros).div(2))
}

/** Which tenths of a decade its parts may mean. */
const partsOfDecade: readonly (readonly [RegExp, number, number])[] = [
  [/^\s?대\s?초/, 0, 0.45],
  [/^\s?대\s?중/, 0.3, 0.7],
  [/^\s?대\s?(?:후|말)/, 0.55, 1],
]

/** Whether `value` lies in the decade that `reading` opens, or the part of it named `after`: 6만 달러대 초반. */
export function inDecade(value: Decimal, reading: Reading, after: string): boolean {
  const width = new Decimal(10).pow(trailingZeros(reading.value))
  const [, low, high] = partsOfDecade.find(([part]) => part.test(after)) ?? [undefined, 0, 1]
  const within = value.sub(reading.value).div(width)
  return within.gte(low) && within.lt(high)
}

/** Whether a figure in this unit may state the fact. */
export function unitFits(fact: Fact, { unit }: Quantity): boolean {
  switch (fact.unit) {
    case 'USDT':
      return unit === 'usd' || unit === 'none'
    case '%':
      return unit === 'percent' || unit === 'times' || (unit === 'points' && fact.id === 'portfolio.excess')
    case 'points':
      return unit === 'points' || unit === 'none'
    case 'count':
      return unit === 'trades' || unit === 'none'
    case 'minutes':
      return unit === 'minutes'
    default:
      return unit === fact.unit || unit === 'coins'
  }
}

/**
 * Numbers that claim nothing about the market or the reader's money: list numbers, dates and times, spans of
 * time, names such as ERC-20 or the 50-day line, everyday counts and idioms. Each rule looks at the number and its
 * neighbours.
 */
import type { Quantity } from '../quantities/quantity.ts'
import { isEverydayCount } from './counts.ts'
import { dateAround } from './dates.ts'
import { idiomAround } from './idioms.ts'
import { nameAround } from './names.ts'
import { isCircled, isListed, ordinalAround } from './ordinals.ts'
import { span } from './spans.ts'

export type Passing = 'ordinal' | 'date' | 'time_frame' | 'name' | 'idiom'

/** Why the number passes, if it does. `look`: as the reader sees it. */
export function passing(
  quantity: Quantity,
  before: string,
  after: string,
  look: string,
): Passing | undefined {
  const written = quantity.text
  const digits = /^\d+(?:\.\d+)?(?![\d,.]*\d)/.exec(written)?.[0] ?? ''
  const value = Number(quantity.readings[0]?.value ?? Number.NaN)
  if (quantity.form === 'digits') {
    const known = nameAround(written, digits, before, after) ?? dateAround(written, before, after)
    if (known !== undefined) return known
    if (isCircled(look) && isListed(value, before)) return 'ordinal'
    if (/^\d+$/.test(written) && value <= 20) {
      const ordinal = ordinalAround(value, before, after)
      if (ordinal !== undefined) return ordinal
    }
  }
  if (quantity.unit === 'minutes' && /\d{1,2}시\s?$/.test(before)) return 'date'
  if (quantity.unit === 'duration' || quantity.unit === 'minutes') return span(written, before, after)
  return isEverydayCount(quantity, value, before, after)
    ? 'idiom'
    : idiomAround(quantity, value, before, after)
}

/**
 * Numbers that claim nothing about the market or the reader's money: list numbers, dates and times, spans of
 * time, names such as ERC-20 or the 50-day line, and idioms. Each rule looks at the number and its neighbours.
 */
import type { Quantity } from '../quantities/quantity.ts'
import { dateAround } from './dates.ts'
import { idiomAround } from './idioms.ts'
import { nameAround } from './names.ts'
import { isCircled, isListed, ordinalAround } from './ordinals.ts'
import { span } from './spans.ts'

export type Passing = 'ordinal' | 'date' | 'time_frame' | 'name' | 'idiom'

/**
 * Why the number passes; `open` when the words after it are needed and not there yet.
 */
export function passing(
  quantity: Quantity,
  before: string,
  after: string,
  raw: string,
  final: boolean,
): Passing | 'open' | undefined {
  const written = quantity.text
  const digits = /^\d+(?:\.\d+)?(?![\d,.]*\d)/.exec(written)?.[0] ?? ''
  const bareDigits = /^\d+$/.test(written)
  const value = Number(quantity.readings[0]?.value ?? Number.NaN)
  if (quantity.form === 'digits') {
    if (quantity.unit === 'none' && !final && /^[\s-]?[\p{L}\p{N}'’]*$/u.test(after)) return 'open'
    const name = nameAround(written, digits, before, after, final)
    if (name !== undefined) return name
    const date = dateAround(written, before, after, final)
    if (date !== undefined) return date
    if (isCircled(raw) && isListed(value, before)) return 'ordinal'
    if (bareDigits && value <= 20) {
      const ordinal = ordinalAround(value, before, after, final)
      if (ordinal !== undefined) return ordinal
    }
  }
  if (quantity.unit === 'minutes' && /\d{1,2}시\s?$/.test(before)) return 'date'
  if (quantity.unit === 'duration' || quantity.unit === 'minutes') return span(written, before, after, final)
  return idiomAround(quantity, value, before, after, final)
}

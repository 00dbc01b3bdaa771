import { Decimal } from 'decimal.js'

/** Decimal arithmetic for money: 40 significant digits, so that sums of products of prices stay exact. */
export const Money = Decimal.clone({ precision: 40 })
export type Money = Decimal
export const zero = new Money(0)
export const one = new Money(1)

/** A decimal in plain notation with at most 18 fractional digits and no trailing zeros. */
export function toText(value: Money): string {
  const rounded = new Money(value.toFixed(18))
  // A zero that was rounded from below keeps its sign.
  return rounded.isZero() ? '0' : rounded.toFixed()
}

/** The same for a figure that may be unknown. */
export function toTextOrNull(value: Money | undefined): string | null {
  return value === undefined ? null : toText(value)
}

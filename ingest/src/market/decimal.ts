/** Exact arithmetic on venues' decimals, as integers of 10^-18. */

export const places = 18
const zeros = '0'.repeat(places)

/** `'1.5'` -> 1_500_000_000_000_000_000n. Digits past the eighteenth are dropped; no venue sends so many. */
export function units(decimal: string): bigint {
  const point = decimal.indexOf('.')
  if (point === -1) return BigInt(decimal + zeros)
  const fraction = decimal.length - point - 1
  return fraction > places
    ? BigInt(decimal.slice(0, point) + decimal.slice(point + 1, point + 1 + places))
    : BigInt(decimal.slice(0, point) + decimal.slice(point + 1) + zeros.slice(fraction))
}

/** The decimal of `value` units of 10^-`decimals`, without trailing zeros. */
export function decimalOf(value: bigint, decimals = places): string {
  const negative = value < 0n
  const digits = String(negative ? -value : value).padStart(decimals + 1, '0')
  const whole = digits.slice(0, -decimals)
  const fraction = digits.slice(-decimals).replace(/0+$/, '')
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

/** `price * quantity` of two decimals, exactly. */
export function product(price: string, quantity: string): string {
  return decimalOf(units(price) * units(quantity), 2 * places)
}

/** By how much `price` differs from `reference`, in percent with two decimals, never negative. */
export function gapPercent(price: string, reference: string): string {
  const [a, b] = [units(price), units(reference)]
  const gap = a > b ? a - b : b - a
  // Hundredths of a percent, rounded half up.
  return decimalOf((gap * 20_000n + b) / (2n * b), 2)
}

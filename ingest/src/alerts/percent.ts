/** Changes in percent, as thresholds are held against them. */

/**
 * By how much `price` differs from `reference`, in percent. Rounded to 10^-9, far below what the smallest step of any
 * price makes, so that 0.1562 against 0.142 is 10 and not a hair above or below.
 */
export function percentChange(price: number, reference: number): number {
  return Math.round((price / reference - 1) * 1e11) / 1e9
}

/** With two decimals, as it is told; a fall is negative. */
export function percentText(percent: number): string {
  return Number(percent.toFixed(2)).toString()
}

/** 95 % of a normal distribution. */
const z = 1.959964

/**
 * Between which rates the true one lies with 95 % confidence, from `right` of `count` (Wilson's score interval, 1927:
 * unlike the normal approximation it holds for few and for extreme counts). Fractions; `count` must not be 0.
 */
export function wilsonInterval(
  right: number,
  count: number,
): { readonly low: number; readonly high: number } {
  const rate = right / count
  const weight = z ** 2 / count
  const centre = (rate + weight / 2) / (1 + weight)
  const reach = (z / (1 + weight)) * Math.sqrt((rate * (1 - rate)) / count + weight / (4 * count))
  return { low: Math.max(0, centre - reach), high: Math.min(1, centre + reach) }
}

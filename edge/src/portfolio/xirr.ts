/**
 * The money-weighted return: the yearly rate at which all payments together are worth nothing, as spreadsheets'
 * XIRR computes it, on Act/365 and whole UTC days.
 */
const dayMs = 86_400_000

export interface Payment {
  readonly atMs: number
  /** Negative: paid in; positive: paid out. */
  readonly amount: number
}

/** Limits of the search, as growth in one year on a logarithmic scale: beyond them a rate says nothing. */
const steepest = 1000

/**
 * The rate as a fraction (0.1 is 10 % a year). Of several the one nearest to 0. `undefined` where there is none:
 * payments of one sign only, or all of one day, or a rate beyond what a number can hold.
 */
export function xirr(payments: readonly Payment[]): number | undefined {
  const days = payments.map(({ atMs }) => Math.floor(atMs / dayMs))
  const first = days.reduce((least, day) => Math.min(least, day), Number.POSITIVE_INFINITY)
  const byDay = new Map<number, number>()
  payments.forEach(({ amount }, index) => {
    const day = (days[index] ?? first) - first
    byDay.set(day, (byDay.get(day) ?? 0) + amount)
  })
  const flows = [...byDay]
    .map(([day, amount]) => ({ years: day / 365, amount }))
    .filter((flow) => flow.amount !== 0)
  if (!flows.some((flow) => flow.amount < 0) || !flows.some((flow) => flow.amount > 0)) return undefined
  // In the logarithm of the yearly growth every rate above -100 % can be tried and none overflows early.
  const presentValue = (log: number) =>
    flows.reduce((total, { years, amount }) => total + amount * Math.exp(-log * years), 0)
  const bracket = bracketNearZero(presentValue)
  const rate = bracket && Math.expm1(bisect(presentValue, ...bracket))
  return Number.isFinite(rate) ? rate : undefined
}

/** Two neighbouring points between which `f` changes its sign, as near to 0 as can be found. */
function bracketNearZero(f: (x: number) => number): [number, number] | undefined {
  let [low, high] = [0, 0]
  let [atLow, atHigh] = [f(0), f(0)]
  for (let step = 0.05; high < steepest; step *= 1.3) {
    const [nextLow, nextHigh] = [low - step, high + step]
    const [atNextLow, atNextHigh] = [f(nextLow), f(nextHigh)]
    if (differ(atHigh, atNextHigh)) return [high, nextHigh]
    if (differ(atLow, atNextLow)) return [nextLow, low]
    ;[low, high, atLow, atHigh] = [nextLow, nextHigh, atNextLow, atNextHigh]
  }
  return undefined
}

const differ = (a: number, b: number): boolean => (a <= 0 && b >= 0) || (a >= 0 && b <= 0)

/** Halves the bracket until no number lies between its ends. */
function bisect(f: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to]
  const rising = f(high) >= f(low)
  for (;;) {
    const middle = low + (high - low) / 2
    if (middle <= low || middle >= high) return middle
    const value = f(middle)
    if (value === 0) return middle
    if (value > 0 === rising) high = middle
    else low = middle
  }
}

/** Risk figures from daily returns and from the index. Fractions, not percent. */
import { Money, one, zero } from './decimal.ts'

/** Crypto trades every day of the year. */
const annual = new Money(365).sqrt()

export function mean(values: readonly Money[]): Money | undefined {
  return values.length === 0 ? undefined : sum(values).div(values.length)
}

export function sum(values: readonly Money[]): Money {
  return values.reduce((total, value) => (value.isZero() ? total : total.plus(value)), zero)
}

/** Sample standard deviation (n - 1) of daily returns, annualised; `undefined` under two of them. */
export function volatility(returns: readonly Money[]): Money | undefined {
  return sampleDeviation(returns)?.times(annual)
}

/** Mean over sample deviation, annualised, risk-free rate 0; `undefined` where nothing varies. */
export function sharpe(returns: readonly Money[]): Money | undefined {
  const deviation = sampleDeviation(returns)
  if (!deviation || deviation.isZero()) return undefined
  return mean(returns)?.div(deviation).times(annual)
}

/**
 * Mean over downside deviation, annualised, target 0: the root of the squared losses' mean over *all* days
 * (Sortino and van der Meer, 1991). `undefined` under two returns or without a loss.
 */
export function sortino(returns: readonly Money[]): Money | undefined {
  if (returns.length < 2) return undefined
  const downside = sum(returns.filter((each) => each.lt(0)).map((each) => each.times(each)))
  if (downside.isZero()) return undefined
  return mean(returns)?.div(downside.div(returns.length).sqrt()).times(annual)
}

/** The largest fall of an index from its highest point so far, as a positive fraction of that point. */
export function maxDrawdown(index: readonly Money[]): Money {
  let peak = zero
  let deepest = zero
  for (const value of index) {
    peak = Money.max(peak, value)
    if (peak.gt(0)) deepest = Money.max(deepest, one.minus(value.div(peak)))
  }
  return deepest
}

function sampleDeviation(values: readonly Money[]): Money | undefined {
  const average = mean(values)
  if (!average || values.length < 2) return undefined
  const squares = values.map((value) => {
    const distance = value.minus(average)
    return distance.times(distance)
  })
  return sum(squares)
    .div(values.length - 1)
    .sqrt()
}

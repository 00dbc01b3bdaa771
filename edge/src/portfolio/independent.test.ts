/** Agreement to 1e-9 with implementations that others wrote. */
import { calculateMaxDrawdown, calculateSharpeRatio, calculateSortinoRatio } from '@railpath/finance-toolkit'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import otherXirr from 'xirr'
import { Money, one } from './decimal.ts'
import { maxDrawdown, sharpe, sortino } from './statistics.ts'
import { xirr } from './xirr.ts'

/** Relative for large figures, absolute for small ones. */
function expectClose(ours: number | undefined, theirs: number): void {
  const difference = Math.abs((ours ?? Number.NaN) - theirs)
  expect(difference / Math.max(1, Math.abs(theirs))).toBeLessThan(1e-9)
}

const returns = fc.array(
  fc.integer({ min: -900, max: 900 }).map((value) => value / 10_000),
  {
    minLength: 2,
    maxLength: 60,
  },
)

describe('against @railpath/finance-toolkit', () => {
  it('the Sharpe ratio is the same', () => {
    fc.assert(
      fc.property(returns, (list) => {
        fc.pre(new Set(list).size > 1)
        const theirs = calculateSharpeRatio({ returns: list, annualizationFactor: 365, riskFreeRate: 0 })
        expectClose(sharpe(list.map((each) => new Money(each)))?.toNumber(), theirs.sharpeRatio)
      }),
    )
  })

  it('the Sortino ratio is the same', () => {
    fc.assert(
      fc.property(returns, (list) => {
        fc.pre(list.some((each) => each < 0))
        const theirs = calculateSortinoRatio({
          returns: list,
          annualizationFactor: 365,
          riskFreeRate: 0,
          targetReturn: 0,
        })
        expectClose(sortino(list.map((each) => new Money(each)))?.toNumber(), theirs.sortinoRatio)
      }),
    )
  })

  it('the maximum drawdown is the same', () => {
    fc.assert(
      fc.property(returns, (list) => {
        const index = [one]
        for (const each of list) index.push((index.at(-1) ?? one).times(one.plus(each)))
        const theirs = calculateMaxDrawdown({ prices: index.map((each) => each.toNumber()) })
        expectClose(maxDrawdown(index).toNumber(), theirs.maxDrawdownPercent)
      }),
    )
  })
})

function theirXirr(payments: Parameters<typeof otherXirr>[0]): number | undefined {
  try {
    return otherXirr(payments, { epsilon: 1e-13, tolerance: 1e-13, maxIterations: 500 })
  } catch {
    return undefined
  }
}

describe('against xirr', () => {
  it('the money-weighted return is the same', () => {
    const payment = fc.record({
      amount: fc.integer({ min: 1, max: 10_000 }),
      day: fc.integer({ min: 0, max: 700 }),
    })
    fc.assert(
      fc.property(
        fc.array(payment, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: -40, max: 80 }),
        (list, gain) => {
          const paidIn = list.reduce((sum, { amount }) => sum + amount, 0)
          const payments = [
            ...list.map(({ amount, day }) => ({ amount: -amount, atMs: day * 86_400_000 })),
            { amount: paidIn * (1 + gain / 100), atMs: 800 * 86_400_000 },
          ]
          const theirs = theirXirr(payments.map(({ amount, atMs }) => ({ amount, when: new Date(atMs) })))
          // It gives up on some: Newton's method does not always converge.
          fc.pre(theirs !== undefined)
          expectClose(xirr(payments), theirs ?? Number.NaN)
        },
      ),
    )
  })
})

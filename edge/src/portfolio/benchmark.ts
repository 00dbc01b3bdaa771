/**
 * What the same money would have become in bitcoin: each cash flow of the portfolio, at the same moment and with the
 * same fee, buys or sells BTC. A trade in BTC itself is copied at its own price, so that a portfolio that only ever
 * bought and sold BTC equals its benchmark exactly.
 */
import { type Money, zero } from './decimal.ts'
import type { CashFlow } from './lots.ts'
import type { PriceOf } from './prices.ts'

export interface BenchmarkFlow {
  readonly contributionFee: Money
  readonly withdrawalFee: Money
  /** What the copied purchase and sale cost or bring beside the price that BTC is valued at, in USDT. */
  readonly slipIn: Money
  readonly slipOut: Money
}

const nothing: BenchmarkFlow = {
  contributionFee: zero,
  withdrawalFee: zero,
  slipIn: zero,
  slipOut: zero,
}

export class Benchmark {
  /** BTC held; `undefined` once a cash flow came at a moment whose BTC price nobody knows. */
  #units: Money | undefined = zero

  /** In USDT; `undefined` where it is not known. */
  value(priceOf: PriceOf): Money | undefined {
    if (!this.#units || this.#units.isZero()) return this.#units
    const price = priceOf('BTC')
    return price && this.#units.times(price)
  }

  /**
   * Copies `flow`; `mark` is what a BTC is valued at in that moment. More is never withdrawn than there is: a
   * benchmark that has fallen behind the portfolio is sold out, and bears its share of the fee.
   */
  apply(flow: CashFlow, mark: Money | undefined): BenchmarkFlow {
    const isBtc = flow.fill.symbol === 'BTC'
    const price = isBtc ? flow.fill.price : mark
    if (!price || !this.#units) {
      this.#units = undefined
      return nothing
    }
    const wanted = wantedUnits(flow, isBtc, price)
    const sold = wanted.gt(this.#units) ? this.#units : wanted
    const bought = isBtc ? flow.opened : unitsFor(flow.contribution, price)
    this.#units = this.#units.minus(sold).plus(bought)
    const beside = !mark || mark.eq(price) ? undefined : price.minus(mark)
    return {
      contributionFee: flow.contributionFee,
      withdrawalFee: sold === wanted ? flow.withdrawalFee : flow.withdrawalFee.times(sold).div(wanted),
      slipIn: beside ? bought.times(beside) : zero,
      slipOut: beside ? sold.times(beside) : zero,
    }
  }
}

/** BTC that a withdrawal asks for. An avoided position may be worth less than nothing; that takes no BTC out. */
function wantedUnits(flow: CashFlow, isBtc: boolean, price: Money): Money {
  if (isBtc && flow.fill.side === 'sell') return flow.closed
  return flow.withdrawal.lt(0) ? zero : unitsFor(flow.withdrawal, price)
}

function unitsFor(money: Money, price: Money): Money {
  return money.isZero() ? zero : money.div(price)
}

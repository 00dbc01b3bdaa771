/**
 * Which purchase a sale closes. First in, first out: a buy opens a long lot; a sale closes the oldest long lots of its
 * coin and opens an *inverse* lot with what is left over: the record of a position avoided, fully funded, so that its
 * value is `quantity x (2 x entry - price)`. A buy closes inverse lots before it opens a long one.
 */
import { type CoinSymbol, coinSymbols } from '@sage/db/vocabulary'
import { Money, zero } from './decimal.ts'
import type { Fill } from './fills.ts'
import type { PriceOf } from './prices.ts'

export type Direction = 'long' | 'inverse'

export interface Lot {
  /** The fill that opened it. */
  readonly id: string
  readonly symbol: CoinSymbol
  readonly direction: Direction
  readonly quantity: Money
  readonly entryPrice: Money
  /** The part of the opening fill's fee that this quantity bears, in USDT. */
  readonly entryFee: Money
  readonly openedAtMs: number
}

export interface ClosedLot extends Lot {
  readonly exitPrice: Money
  readonly exitFee: Money
  /** The fill that closed it. */
  readonly exitId: string
  readonly closedAtMs: number
  /** After both fees, in USDT. */
  readonly profit: Money
}

/** What one fill moved: money into the portfolio and out of it, in USDT and before fees. */
export interface CashFlow {
  readonly fill: Fill
  /** In the coin: what of the fill opened a lot, and what closed others. */
  readonly opened: Money
  readonly closed: Money
  readonly contribution: Money
  readonly withdrawal: Money
  readonly contributionFee: Money
  readonly withdrawalFee: Money
}

/** What a lot is worth at `price`, in USDT. */
export function lotValue(lot: Pick<Lot, 'direction' | 'quantity' | 'entryPrice'>, price: Money): Money {
  return lot.direction === 'long'
    ? lot.quantity.times(price)
    : lot.quantity.times(lot.entryPrice.times(2).minus(price))
}

/** The open lots of one coin and direction; totals are kept, so that valuing them does not walk the lots. */
class Queue {
  quantity = zero
  /** Quantity times entry price, summed. */
  cost = zero
  #lots: (Lot | undefined)[] = []
  #first = 0

  push(lot: Lot): void {
    this.#lots.push(lot)
    this.#count(lot)
  }

  *[Symbol.iterator](): Generator<Lot> {
    for (let index = this.#first; index < this.#lots.length; index += 1) {
      const lot = this.#lots[index]
      if (lot) yield lot
    }
  }

  /** Takes up to `wanted` from lot `id`, or from the oldest ones; what it took, in pieces of one lot each. */
  take(wanted: Money, id: string | undefined): Lot[] {
    const taken: Lot[] = []
    let rest = wanted
    for (let index = this.#first; index < this.#lots.length && rest.gt(0); index += 1) {
      const lot = this.#lots[index]
      if (!lot || (id !== undefined && lot.id !== id)) continue
      const piece = split(lot, Money.min(lot.quantity, rest))
      this.#lots[index] = piece.left
      this.#count(piece.taken, -1)
      taken.push(piece.taken)
      rest = rest.minus(piece.taken.quantity)
    }
    while (this.#first < this.#lots.length && this.#lots[this.#first] === undefined) this.#first += 1
    return taken
  }

  #count(lot: Lot, sign: 1 | -1 = 1): void {
    const cost = lot.quantity.times(lot.entryPrice)
    this.quantity = sign === 1 ? this.quantity.plus(lot.quantity) : this.quantity.minus(lot.quantity)
    this.cost = sign === 1 ? this.cost.plus(cost) : this.cost.minus(cost)
  }
}

function split(lot: Lot, quantity: Money): { taken: Lot; left: Lot | undefined } {
  if (quantity.eq(lot.quantity)) return { taken: lot, left: undefined }
  const entryFee = lot.entryFee.times(quantity).div(lot.quantity)
  return {
    taken: { ...lot, quantity, entryFee },
    left: { ...lot, quantity: lot.quantity.minus(quantity), entryFee: lot.entryFee.minus(entryFee) },
  }
}

export class LotBook {
  readonly closed: ClosedLot[] = []
  readonly #queues = new Map(
    coinSymbols.map((symbol) => [symbol, { long: new Queue(), inverse: new Queue() }] as const),
  )

  get isEmpty(): boolean {
    return this.symbols().length === 0
  }

  /** The coins that it holds or avoids. */
  symbols(): CoinSymbol[] {
    return coinSymbols.filter((symbol) => {
      const { long, inverse } = this.#of(symbol)
      return !long.quantity.isZero() || !inverse.quantity.isZero()
    })
  }

  /** Value of everything that is open; `undefined` if a price is missing. */
  value(priceOf: PriceOf): Money | undefined {
    let total = zero
    for (const [symbol, { long, inverse }] of this.#queues) {
      if (long.quantity.isZero() && inverse.quantity.isZero()) continue
      const price = priceOf(symbol)
      if (!price) return undefined
      const net = inverse.quantity.isZero() ? long.quantity : long.quantity.minus(inverse.quantity)
      total = total.plus(net.times(price))
      if (!inverse.cost.isZero()) total = total.plus(inverse.cost.times(2))
    }
    return total
  }

  /** Open lots, coin by coin, the oldest first. */
  *open(): Generator<Lot> {
    for (const { long, inverse } of this.#queues.values()) {
      yield* long
      yield* inverse
    }
  }

  /** Applies one fill and says what money moved. */
  apply(fill: Fill): CashFlow {
    const queues = this.#of(fill.symbol)
    const [opens, closes]: [Direction, Direction] =
      fill.side === 'buy' ? ['long', 'inverse'] : ['inverse', 'long']
    let closed = zero
    let withdrawal = zero
    for (const lot of queues[closes].take(fill.quantity, fill.closes)) {
      const value = lotValue(lot, fill.price)
      const exitFee = shareOf(fill.fee, lot.quantity, fill.quantity)
      const profit = value.minus(lot.quantity.times(lot.entryPrice)).minus(lot.entryFee).minus(exitFee)
      this.closed.push({
        ...lot,
        exitPrice: fill.price,
        exitFee,
        exitId: fill.id,
        closedAtMs: fill.atMs,
        profit,
      })
      withdrawal = withdrawal.plus(value)
      closed = closed.plus(lot.quantity)
    }
    const opened = closed.isZero() ? fill.quantity : fill.quantity.minus(closed)
    const contributionFee = shareOf(fill.fee, opened, fill.quantity)
    if (opened.gt(0)) {
      queues[opens].push({
        id: fill.id,
        symbol: fill.symbol,
        direction: opens,
        quantity: opened,
        entryPrice: fill.price,
        entryFee: contributionFee,
        openedAtMs: fill.atMs,
      })
    }
    return {
      fill,
      opened,
      closed,
      contribution: opened.isZero() ? zero : opened.times(fill.price),
      withdrawal,
      contributionFee,
      withdrawalFee: closed.isZero() ? zero : fill.fee.minus(contributionFee),
    }
  }

  #of(symbol: CoinSymbol): { long: Queue; inverse: Queue } {
    const queues = this.#queues.get(symbol)
    if (!queues) throw new Error(`There are no lots of ${symbol}`)
    return queues
  }
}

function shareOf(fee: Money, part: Money, whole: Money): Money {
  if (part.eq(whole)) return fee
  return part.isZero() ? zero : fee.times(part).div(whole)
}

import { CoinSymbol, Decimal, Timestamp, TradeSide } from '@sage/db/vocabulary'
import * as z from 'zod/mini'
import { Money } from './decimal.ts'

const Positive = Decimal.check(z.refine((text) => new Money(text).gt(0), 'must be greater than 0'))
const NotNegative = Decimal.check(z.refine((text) => new Money(text).gte(0), 'must not be negative'))

/** A trade: `quantity` in the coin, `price` in USDT per coin, `fee` in USDT. */
export const Trade = z.object({
  id: z.string(),
  symbol: CoinSymbol,
  side: TradeSide,
  quantity: Positive,
  price: Positive,
  fee: NotNegative,
  at: Timestamp,
  /** The id of the trade whose lot this one closes; the oldest lots of its coin where absent. */
  closes: z.optional(z.string()),
})
export type Trade = z.infer<typeof Trade>

/** What coins cost at some moment, in USDT. */
export type Marks = Readonly<Partial<Record<CoinSymbol, string>>>

/** A trade at its moment (Unix time in ms), which knows what every coin cost then. */
export interface TimedTrade extends Omit<Trade, 'at'> {
  readonly atMs: number
  readonly marks?: Marks
}

/** A trade with its numbers parsed; `atMs` is Unix time in ms. */
export interface Fill {
  /** The first of the trades that it was made from. */
  readonly id: string
  readonly symbol: CoinSymbol
  readonly side: TradeSide
  readonly quantity: Money
  readonly price: Money
  readonly fee: Money
  readonly atMs: number
  readonly closes?: string
  readonly marks?: Marks
}

/**
 * Fills in the order in which they happened. Those of one moment, coin, side and price are one fill, so that a
 * trade entered in two halves is the same as one entered whole; at one moment buys come before sells.
 */
export function fillsOf(trades: readonly TimedTrade[]): Fill[] {
  const fills = trades
    .map(
      (trade): Fill => ({
        ...trade,
        price: new Money(trade.price),
        quantity: new Money(trade.quantity),
        fee: new Money(trade.fee),
      }),
    )
    .sort(inOrder)
  const merged: Fill[] = []
  for (const fill of fills) {
    const last = merged.at(-1)
    if (last && inOrder(last, fill) === 0) merged[merged.length - 1] = together(last, fill)
    else merged.push(fill)
  }
  return merged
}

function together(one: Fill, other: Fill): Fill {
  return {
    ...one,
    ...other,
    id: compare(one.id, other.id) < 0 ? one.id : other.id,
    quantity: one.quantity.plus(other.quantity),
    fee: one.fee.plus(other.fee),
  }
}

function inOrder(a: Fill, b: Fill): number {
  return (
    a.atMs - b.atMs ||
    compare(a.side, b.side) ||
    compare(a.symbol, b.symbol) ||
    a.price.comparedTo(b.price) ||
    compare(a.closes ?? '', b.closes ?? '')
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

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

/** A trade that knows what every coin cost at its moment. */
export interface MarkedTrade extends Trade {
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
export function fillsOf(trades: readonly MarkedTrade[]): Fill[] {
  const merged = new Map<string, Fill>()
  for (const { id, symbol, side, closes, marks, ...trade } of trades) {
    const atMs = Date.parse(trade.at)
    const price = new Money(trade.price)
    const quantity = new Money(trade.quantity)
    const fee = new Money(trade.fee)
    const key = [atMs, side, symbol, price.toFixed(), closes ?? ''].join(' ')
    const known = merged.get(key)
    merged.set(key, {
      id: known && known.id < id ? known.id : id,
      symbol,
      side,
      price,
      atMs,
      quantity: known ? known.quantity.plus(quantity) : quantity,
      fee: known ? known.fee.plus(fee) : fee,
      ...(closes === undefined ? {} : { closes }),
      ...(marks === undefined ? {} : { marks }),
    })
  }
  return [...merged.values()].sort(inOrder)
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

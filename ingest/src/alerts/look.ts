/** What is seen of one coin in one look at its live venue: all that sudden moves and rules are judged by. */
import type { CoinSymbol, Venue } from '@sage/db/vocabulary'
import type { PricePoint } from './price-window.ts'

/** A figure over the time of a look. */
export interface Reading {
  readonly low: number
  readonly high: number
  readonly last: number
}

/** From the lowest or to the lowest price of the last hour, on the same venue; `percent` is never negative. */
export interface Reach {
  readonly percent: number
  readonly price: PricePoint
  readonly reference: PricePoint
}

export interface Look {
  readonly symbol: CoinSymbol
  readonly venue: Venue
  /** Of the first and the last price in it, Unix ms by our clock. */
  readonly fromMs: number
  readonly toMs: number
  readonly low: PricePoint
  readonly high: PricePoint
  readonly last: PricePoint
  /** In USDT. */
  readonly price: Reading
  /** Against the price an hour ago and a day ago, in percent either way; absent while that is not known. */
  readonly change1h?: Reading & { readonly signed: number }
  readonly change24h?: Reading & { readonly signed: number }
  readonly rise: Reach
  readonly fall: Reach
  /**
   * The venue has just become the live one: this is how things stood on it when the other was last looked at. Nothing
   * is judged by such a look; what lies beyond a threshold in it has not crossed it now.
   */
  readonly isBase: boolean
}

/** Binance's names for the six pairs. */
import { type Coin, coins } from '../market-model.ts'

export const pairs: ReadonlyMap<string, Coin> = new Map(coins.map((coin) => [`${coin}USDT`, coin]))

export function pairOf(coin: Coin): string {
  return `${coin}USDT`
}

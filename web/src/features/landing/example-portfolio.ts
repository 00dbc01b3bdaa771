/** What a portfolio bought a month ago would be worth, beside the same money in BTC: an example out of real candles. */
import type { CoinSymbol } from '@sage/db/vocabulary'

export interface Closes {
  readonly at: string
  readonly close: string
}

export interface ExamplePoint {
  readonly at: string
  /** Worth of what was bought for 100. */
  readonly own: number
  readonly btc: number
}

/** Shares of the money, by coin. */
export const exampleShares = { BTC: 0.5, ETH: 0.3, SOL: 0.2 } as const satisfies Partial<
  Record<CoinSymbol, number>
>
type Coin = keyof typeof exampleShares

/**
 * The worth over time, at those times for which every coin has a price; empty where there are fewer than two of them.
 * For a drawing: what is shown of it is rounded to a hundredth of a percent.
 */
export function exampleCurve(candles: Readonly<Record<Coin, readonly Closes[]>>): ExamplePoint[] {
  const prices = mapCoins((coin) => new Map(candles[coin].map(({ at, close }) => [at, Number(close)])))
  const times = candles.BTC.map(({ at }) => at).filter((at) =>
    coins.every((coin) => (prices[coin].get(at) ?? 0) > 0),
  )
  const [start] = times
  if (start === undefined || times.length < 2) return []
  const growth = (coin: Coin, at: string) => (prices[coin].get(at) ?? 0) / (prices[coin].get(start) ?? 1)
  return times.map((at) => ({
    at,
    own: 100 * coins.reduce((sum, coin) => sum + exampleShares[coin] * growth(coin, at), 0),
    btc: 100 * growth('BTC', at),
  }))
}

export const coins: readonly Coin[] = ['BTC', 'ETH', 'SOL']

function mapCoins<Value>(value: (coin: Coin) => Value): Record<Coin, Value> {
  return { BTC: value('BTC'), ETH: value('ETH'), SOL: value('SOL') }
}

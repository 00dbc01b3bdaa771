import type { CoinSymbol } from '@sage/db/vocabulary'
import type { Performance, ShadowTrade } from '@sage/edge/contract'
import { type LivePricesOf, liveTrade } from './live-values.ts'

export interface Share {
  readonly symbol: CoinSymbol
  /** USDT. */
  readonly value: number
  /** Of everything that is open, as a fraction. */
  readonly share: number
  /** Whether nothing of it is held: a position that was avoided. */
  readonly avoided: boolean
}

/**
 * The coins with an open position, the largest first; those worth nothing or of unknown value are left out. With all
 * trades at hand they are valued at the prices of this second.
 */
export function allocationOf(
  coins: Performance['byCoin'],
  trades: readonly ShadowTrade[] | undefined,
  prices: LivePricesOf,
): Share[] {
  const open = coins.flatMap((coin) => {
    const own = trades?.filter(
      ({ symbol, openQuantity }) => symbol === coin.symbol && Number(openQuantity) > 0,
    )
    const told = own?.map((trade) => liveTrade(trade, prices).value) ?? [Number(coin.value ?? 0)]
    const value = told.reduce<number>((sum, each) => sum + (each ?? 0), 0)
    if (value <= 0) return []
    return [{ symbol: coin.symbol, value, avoided: Number(coin.quantity) === 0 }]
  })
  const total = open.reduce((sum, { value }) => sum + value, 0)
  return open.map((coin) => ({ ...coin, share: coin.value / total })).sort((a, b) => b.value - a.value)
}

/** What trades are worth at the prices of this second. For the screen only: the ledger's figures are the server's. */
import type { CoinSymbol } from '@sage/db/vocabulary'
import type { Performance, ShadowTrade } from '@sage/edge/contract'

export type LivePricesOf = Readonly<Partial<Record<CoinSymbol, number>>>

export interface LiveTrade {
  readonly value: number | undefined
  readonly profit: number | undefined
  /** A fraction of what the trade opened. */
  readonly return: number | undefined
}

/** An avoided position is worth `quantity x (2 x entry - price)`. Without a live price the server's last word stays. */
export function liveTrade(trade: ShadowTrade, prices: LivePricesOf): LiveTrade {
  const told = {
    value: numberOf(trade.value),
    profit: numberOf(trade.profit),
    return: numberOf(trade.return),
  }
  const price = prices[trade.symbol]
  const open = Number(trade.openQuantity)
  if (price === undefined || open === 0 || told.value === undefined || told.profit === undefined) return told
  const value = open * (trade.direction === 'long' ? price : 2 * Number(trade.price) - price)
  const profit = told.profit + value - told.value
  const cost = Number(trade.openedQuantity) * Number(trade.price)
  const moved = cost === 0 ? 0 : (value - told.value) / cost
  return { value, profit, return: told.return === undefined ? undefined : told.return + moved }
}

/** `trades` must be all of the portfolio's; otherwise, or without prices, what the server said stays. */
export function liveTotals(
  performance: Performance,
  trades: readonly ShadowTrade[] | undefined,
  prices: LivePricesOf,
): Omit<LiveTrade, 'return'> {
  const told = { value: numberOf(performance.value), profit: numberOf(performance.profit) }
  if (!trades || told.value === undefined || told.profit === undefined) return told
  let value = 0
  for (const trade of trades) {
    if (Number(trade.openQuantity) === 0) continue
    const own = liveTrade(trade, prices).value
    if (own === undefined) return told
    value += own
  }
  return { value, profit: told.profit + value - told.value }
}

function numberOf(decimal: string | null): number | undefined {
  return decimal === null ? undefined : Number(decimal)
}

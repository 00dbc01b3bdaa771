/**
 * What a user still holds of a coin in his shadow portfolios, and what it has cost, from the ledger's rows. Lots are
 * closed oldest first, or by name, as the portfolio page counts them; a sale of what is not held avoids the coin
 * (its value then falls as the price rises).
 */
import type { CoinSymbol, TradeSide } from '@sage/db/vocabulary'

export interface LedgerTrade {
  readonly id: string
  readonly portfolioId: string
  readonly symbol: CoinSymbol
  readonly side: TradeSide
  readonly quantity: string
  readonly price: string
  readonly fee: string
  readonly atMs: number
}

/** A part of a trade's lot, closed by its owner. */
export interface LedgerClose {
  readonly tradeId: string
  readonly quantity: string
  readonly atMs: number
}

export interface Ledger {
  readonly trades: readonly LedgerTrade[]
  readonly closes: readonly LedgerClose[]
}

/** Worth `quantity * price + offset` in USDT, for which `cost` was paid, purchase fees included. */
export interface OpenPosition {
  /** Held less avoided, in the coin. */
  readonly quantity: number
  readonly offset: number
  readonly cost: number
}

interface Lot {
  readonly id: string
  readonly side: TradeSide
  readonly price: number
  /** Of one coin. */
  readonly fee: number
  quantity: number
}

/** What a user's ledger leaves open of one coin. */
export function positionIn({ trades, closes }: Ledger, symbol: CoinSymbol): OpenPosition | undefined {
  const own = trades.filter((trade) => trade.symbol === symbol)
  const ids = new Set(own.map(({ id }) => id))
  return openPosition(
    own,
    closes.filter(({ tradeId }) => ids.has(tradeId)),
  )
}

/** Of one user and one coin, in all of his portfolios; `undefined` if nothing is open. */
export function openPosition(
  trades: readonly LedgerTrade[],
  closes: readonly LedgerClose[],
): OpenPosition | undefined {
  const portfolioOf = new Map(trades.map(({ id, portfolioId }) => [id, portfolioId]))
  const lots = new Map<string, Lot[]>()
  const steps = [
    ...trades.map((trade) => ({ atMs: trade.atMs, trade, close: undefined })),
    ...closes.map((close) => ({ atMs: close.atMs, trade: undefined, close })),
  ].sort((one, other) => one.atMs - other.atMs || rank(one.trade) - rank(other.trade))
  for (const { trade, close } of steps) {
    if (trade !== undefined) {
      const open = lots.get(trade.portfolioId) ?? []
      lots.set(trade.portfolioId, open)
      apply(open, trade)
    } else if (close !== undefined) {
      const open = lots.get(portfolioOf.get(close.tradeId) ?? '') ?? []
      take(
        open.filter(({ id }) => id === close.tradeId),
        Number(close.quantity),
      )
    }
  }
  const open = [...lots.values()].flat().filter(({ quantity }) => quantity > dust)
  if (open.length === 0) return undefined
  let [quantity, offset, cost] = [0, 0, 0]
  for (const lot of open) {
    const paid = lot.quantity * lot.price
    cost += paid + lot.quantity * lot.fee
    quantity += lot.side === 'buy' ? lot.quantity : -lot.quantity
    if (lot.side === 'sell') offset += 2 * paid
  }
  return { quantity, offset, cost }
}

/** Less than the smallest quantity that can be traded: what subtracting doubles leaves over. */
const dust = 1e-12

function apply(open: Lot[], { id, side, quantity, price, fee }: LedgerTrade): void {
  const whole = Number(quantity)
  const rest = take(
    open.filter((lot) => lot.side !== side),
    whole,
  )
  if (rest > dust) {
    open.push({ id, side, price: Number(price), fee: Number(fee) / whole, quantity: rest })
  }
}

/** Takes up to `wanted` from the lots in order; what could not be taken. */
function take(lots: readonly Lot[], wanted: number): number {
  let rest = wanted
  for (const lot of lots) {
    const taken = Math.min(lot.quantity, rest)
    lot.quantity -= taken
    rest -= taken
  }
  return rest
}

/** At one moment what is bought comes before what is sold. */
function rank(trade: LedgerTrade | undefined): number {
  return trade?.side === 'buy' ? 0 : 1
}

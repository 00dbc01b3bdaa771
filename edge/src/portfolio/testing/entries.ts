/** Short notation for stored trades: hours after midnight of 2026-01-01 UTC. */
import type { CoinSymbol, Confidence, TradeSide } from '@sage/db/vocabulary'
import type { CloseRow, TradeRow } from '../ledger.ts'

export const hour = (number: number): Date => new Date(Date.UTC(2026, 0, 1) + number * 3_600_000)

function execution(id: string, quantity: string, price: string, at: Date) {
  return {
    id,
    quantity,
    price,
    fee: '0',
    venue: 'binance' as const,
    tickAt: at,
    spread: '0.02',
    marks: {},
    at,
  }
}

export function storedTrade(
  id: string,
  side: TradeSide,
  quantity: string,
  symbol: CoinSymbol,
  price: string,
  at: number,
  confidence: Confidence | null = null,
): TradeRow {
  return {
    ...execution(id, quantity, price, hour(at)),
    portfolioId: 'p1',
    signalId: confidence === null ? null : `signal of ${id}`,
    symbol,
    side,
    confidence,
  }
}

export function storedClose(
  id: string,
  tradeId: string,
  quantity: string,
  price: string,
  at: number,
): CloseRow {
  return { ...execution(id, quantity, price, hour(at)), tradeId }
}

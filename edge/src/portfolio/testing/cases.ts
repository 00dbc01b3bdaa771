/** Short notation for portfolios in tests: days of January 2026, midnight UTC, where a number stands for a moment. */
import type { CoinSymbol, TradeSide } from '@sage/db/vocabulary'
import type { Figures } from '../../contract/figures.ts'
import type { Trade } from '../fills.ts'
import { performance } from '../performance.ts'
import type { PriceSeries } from '../prices.ts'

/** `1` is 2026-01-01T00:00Z, `1.5` noon of that day. */
export function day(number: number): string {
  return new Date(Date.UTC(2026, 0, 1) + (number - 1) * 86_400_000).toISOString()
}

let ids = 0

export function trade(
  side: TradeSide,
  quantity: string,
  symbol: CoinSymbol,
  price: string,
  at: number,
  fee = '0',
): Trade {
  ids += 1
  return { id: `t${String(ids).padStart(8, '0')}`, side, quantity, symbol, price, fee, at: day(at) }
}

/** One price a day from day 1 on; `undefined` is a day without one. */
export function daily(...prices: readonly (string | undefined)[]): [string, string][] {
  return prices.flatMap((price, index): [string, string][] =>
    price === undefined ? [] : [[day(index + 1), price]],
  )
}

export function figures(trades: readonly Trade[], prices: PriceSeries, to: number, from = 1): Figures {
  return performance({ trades, prices, from: day(from), to: day(to) })
}

/** Ticks, looks and rules for the tests of alerts. */
import type { CoinSymbol, Venue } from '@sage/db/vocabulary'
import type { Trade } from '../exchanges/exchange.ts'
import type { Look } from './look.ts'
import { createLookout } from './lookout.ts'
import type { Rule } from './rule.ts'

export const startMs = Date.parse('2026-11-24T09:00:00Z')
export const minuteMs = 60_000

let ids = 0
export function trade(symbol: CoinSymbol, price: string, atMs: number, venue: Venue = 'binance'): Trade {
  ids += 1
  return { type: 'trade', venue, symbol, price, quantity: '1', side: 'buy', tradeId: ids, exchangeMs: atMs }
}

export function newRule(given: Partial<Rule> & Pick<Rule, 'kind' | 'threshold'>): Rule {
  ids += 1
  return {
    id: `rule-${ids}`,
    userId: 'user',
    once: false,
    cooldownMs: 60 * minuteMs,
    updatedAtMs: 0,
    ...(given.kind.startsWith('fear_greed') ? {} : { symbol: 'BTC' as const }),
    ...given,
  }
}

/** The looks at a market of these prices, one tick each, all of them live on one venue. */
export function looksAt(
  symbol: CoinSymbol,
  prices: readonly (readonly [price: string, atMs: number])[],
  lookout = createLookout(),
): Look[] {
  return prices.flatMap(([price, atMs]) => {
    lookout.onTick(trade(symbol, price, atMs), atMs, atMs)
    return lookout.look(() => 'binance').filter((look) => look.symbol === symbol)
  })
}

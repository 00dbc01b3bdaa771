import type { Performance } from '@sage/edge/contract'
import { expect, it } from 'vitest'
import { allocationOf } from './allocation.ts'

function coin(
  symbol: Performance['byCoin'][number]['symbol'],
  value: string | null,
  quantity = '1',
): Performance['byCoin'][number] {
  const nothing = {
    invested: '0',
    realised: '0',
    unrealised: '0',
    profit: '0',
    return: null,
    closedTrades: 0,
  }
  return { symbol, value, quantity, avoidedQuantity: quantity === '0' ? '1' : '0', ...nothing }
}

it('is the share of each coin in everything that is open, the largest first', () => {
  const coins = [coin('BTC', '250'), coin('ETH', '0', '0'), coin('SOL', '750', '0'), coin('XRP', null)]
  expect(allocationOf(coins, undefined, {})).toEqual([
    { symbol: 'SOL', value: 750, share: 0.75, avoided: true },
    { symbol: 'BTC', value: 250, share: 0.25, avoided: false },
  ])
  expect(allocationOf([], undefined, {})).toEqual([])
})

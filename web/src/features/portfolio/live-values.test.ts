import type { ShadowTrade } from '@sage/edge/contract'
import { describe, expect, it } from 'vitest'
import { amountOf } from './amount.ts'
import { liveTrade } from './live-values.ts'

const at = '2026-11-24T00:00:00.000Z'
const trade: ShadowTrade = {
  id: '0190aaaa-0000-7000-8000-000000000001',
  portfolioId: '0190aaaa-0000-7000-8000-000000000002',
  symbol: 'SOL',
  side: 'buy',
  quantity: '10',
  price: '100',
  fee: '1',
  venue: 'binance',
  tickAt: at,
  spread: '0.01',
  at,
  signal: null,
  direction: 'long',
  openedQuantity: '10',
  openQuantity: '10',
  exits: [],
  value: '1000',
  realised: '0',
  unrealised: '-1',
  profit: '-1',
  return: '-0.001',
  undoUntil: at,
}

describe('a trade at the price of this second', () => {
  it('gains what the price has gained since the server valued it', () => {
    expect(liveTrade(trade, { SOL: 110 })).toEqual({ value: 1100, profit: 99, return: 0.099 })
  })

  it('as an avoided position gains what the price has lost', () => {
    expect(liveTrade({ ...trade, direction: 'inverse' }, { SOL: 90 })).toMatchObject({
      value: 1100,
      profit: 99,
    })
  })

  it('stays as the server said without a live price, without a value, or when it is closed', () => {
    const told = { value: 1000, profit: -1, return: -0.001 }
    expect(liveTrade(trade, { BTC: 1 })).toEqual(told)
    expect(liveTrade({ ...trade, value: null, profit: null, return: null }, { SOL: 110 })).toEqual({})
    expect(liveTrade({ ...trade, openQuantity: '0', value: '0' }, { SOL: 110 })).toMatchObject({ value: 0 })
  })
})

describe('an amount', () => {
  it('may be typed with commas, and is nothing but a positive decimal', () => {
    expect(amountOf('1,000.5')).toBe('1000.5')
    for (const text of ['', '0', '0.00', '-1', '1e5', 'abc', '.']) expect(amountOf(text)).toBeUndefined()
  })
})

import type { Prices } from '@sage/edge/contract'
import { describe, expect, it } from 'vitest'
import { bandOf } from './fear-greed.ts'
import { ageOf, foldPrices, held } from './live-prices.ts'

const at = '2026-11-24T00:00:00.000Z'
const quote = (symbol: 'BTC' | 'ETH', price: string, ageMs = 0) => ({
  symbol,
  price,
  ageMs,
  at,
  venue: 'binance' as const,
  freshness: 'live' as const,
})
const prices: Prices = { at, source: 'replay', quotes: [quote('BTC', '1')], fearGreed: null, feeds: [] }

describe('live prices', () => {
  it('replace only the quotes that changed', () => {
    const before = held({ ...prices, quotes: [quote('BTC', '1'), quote('ETH', '2')] }, 1000)
    const after = foldPrices(before, { type: 'quotes', at, quotes: [quote('BTC', '3')] }, 2000)
    expect(after?.quotes.BTC).toMatchObject({ price: '3', receivedAtMs: 2000 })
    expect(after?.quotes.ETH).toBe(before.quotes.ETH)
  })

  it('drop with a snapshot what the snapshot does not hold', () => {
    const before = held({ ...prices, quotes: [quote('ETH', '2')] }, 1000)
    const after = foldPrices(
      before,
      { type: 'snapshot', snapshot: { ...prices, fearGreed: undefined } },
      2000,
    )
    expect(Object.keys(after?.quotes ?? {})).toEqual(['BTC'])
    expect(after?.fearGreed).toBeNull()
  })

  it('are not made up from changes before the first snapshot', () => {
    expect(foldPrices(undefined, { type: 'quotes', at, quotes: [quote('BTC', '3')] }, 1)).toBeUndefined()
  })

  it('age by themselves: live up to 10 s, stale up to 300 s, then gone', () => {
    const received = { ...quote('BTC', '1', 2000), receivedAtMs: 50_000 }
    expect(ageOf(received, 58_000)).toEqual({ ageMs: 10_000, state: 'live' })
    expect(ageOf(received, 58_001).state).toBe('stale')
    expect(ageOf(received, 348_000).state).toBe('stale')
    expect(ageOf(received, 348_001).state).toBe('gone')
  })

  it('do not grow younger when the clock is set back', () => {
    expect(ageOf({ ...quote('BTC', '1', 2000), receivedAtMs: 50_000 }, 0).ageMs).toBe(2000)
  })

  it('stay stale when the server called them so', () => {
    expect(ageOf({ ageMs: 0, freshness: 'stale', receivedAtMs: 0 }, 0).state).toBe('stale')
  })
})

describe('the Fear & Greed bands', () => {
  it.each([
    [0, 'extremeFear'],
    [24, 'extremeFear'],
    [25, 'fear'],
    [44, 'fear'],
    [45, 'neutral'],
    [55, 'neutral'],
    [56, 'greed'],
    [75, 'greed'],
    [76, 'extremeGreed'],
    [100, 'extremeGreed'],
  ])('put %i in %s', (value, band) => {
    expect(bandOf(value)).toBe(band)
  })
})

import type { Candle, Quote, Snapshot } from '@sage/ingest/contract'
import { describe, expect, test } from 'vitest'
import { Fact, type FactId } from '../contract/fact.ts'
import { factSheet, type MarketInputs, marketFacts, portfolioFacts, unusableCoins } from './sheet.ts'

const now = new Date('2026-11-24T09:00:00.000Z')
const hourMs = 3_600_000
const dayMs = 24 * hourMs
const midnight = Date.parse('2026-11-24T00:00:00.000Z')

const candle = (at: number, close: string, range: Partial<Candle> = {}): Candle => ({
  at: new Date(at).toISOString(),
  open: close,
  high: close,
  low: close,
  close,
  volume: '1',
  quoteVolume: close,
  ...range,
})

/** `count` candles that end with the one containing `now`, oldest first; `close` by age. */
function series(count: number, stepMs: number, close: (age: number) => string): Candle[] {
  const newest = stepMs === dayMs ? midnight : now.getTime() - stepMs
  return Array.from({ length: count }, (_, index) => {
    const age = count - 1 - index
    return candle(newest - age * stepMs, close(age))
  })
}

const quote: Quote = {
  symbol: 'BTC',
  price: '110',
  changePercent24h: '-2.41',
  high24h: '120',
  volume24h: '28412345678',
  venue: 'binance',
  at: '2026-11-24T08:59:59.000Z',
  ageMs: 900,
  freshness: 'live',
}
const snapshot: Snapshot = {
  at: now.toISOString(),
  source: 'replay',
  quotes: [quote],
  feeds: [],
  fearGreed: { value: 40, at: '2026-11-24T00:00:00.000Z', yesterday: 46, ageMs: 1000 },
}
const full: MarketInputs = {
  snapshot,
  candles: {
    BTC: {
      minutes: series(120, 60_000, () => '100'),
      hours: series(800, hourMs, (age) => (age >= 700 ? '50' : '100')),
      days: series(400, dayMs, (age) => (age > 100 ? '50' : '100')),
    },
  },
  fearGreedHistory: [{ value: 63, at: '2026-11-17T00:00:00.000Z' }],
  now,
}

function figure(inputs: MarketInputs, id: FactId): string | undefined {
  return marketFacts(inputs).find((fact) => fact.id === id)?.value
}

describe('the fact sheet', () => {
  test('takes quotes as they are and names the venue and time', () => {
    expect(marketFacts(full).find((fact) => fact.id === 'BTC.price')).toEqual({
      id: 'BTC.price',
      value: '110',
      unit: 'USDT',
      at: quote.at,
      venue: 'binance',
    })
  })

  test('derives changes, averages and extremes from candles, and says from what', () => {
    expect(figure(full, 'BTC.change1h')).toBe('10')
    expect(figure(full, 'BTC.change7d')).toBe('10')
    expect(figure(full, 'BTC.change30d')).toBe('120')
    expect(figure(full, 'BTC.change1y')).toBe('120')
    expect(figure(full, 'BTC.ma50')).toBe('100')
    expect(figure(full, 'BTC.ma200')).toBe('75')
    expect(figure(full, 'BTC.high1y')).toBe('110')
    expect(figure(full, 'BTC.low1y')).toBe('50')
    expect(figure(full, 'BTC.fromHigh1y')).toBe('0')
    expect(figure(full, 'BTC.volatility30d')).toBe('0')
    const change = marketFacts(full).find((fact) => fact.id === 'BTC.fromLow1y')
    expect(change).toMatchObject({ value: '120', from: ['BTC.price', 'BTC.low1y'] })
  })

  test('gives volatility as the annualised sample deviation of daily log returns', () => {
    const days = series(400, dayMs, (age) => (age % 2 === 0 ? '100' : '110'))
    const value = figure({ ...full, candles: { BTC: { minutes: [], hours: [], days } } }, 'BTC.volatility30d')
    // ln(1.1) * sqrt(30 / 29) * sqrt(365) * 100
    expect(Number(value)).toBeCloseTo(Math.log(1.1) * Math.sqrt(30 / 29) * Math.sqrt(365) * 100, 6)
  })

  test('leaves out what its inputs do not support', () => {
    const bare: MarketInputs = { snapshot: { ...snapshot, fearGreed: undefined }, candles: {}, now }
    expect(marketFacts(bare).map((fact) => fact.id)).toEqual([
      'BTC.price',
      'BTC.high24h',
      'BTC.change24h',
      'BTC.volume24h',
    ])
    const short = {
      ...full,
      candles: { BTC: { minutes: [], hours: [], days: series(60, dayMs, () => '100') } },
    }
    expect(figure(short, 'BTC.ma50')).toBe('100')
    expect(figure(short, 'BTC.ma200')).toBeUndefined()
    expect(figure(short, 'BTC.high1y')).toBeUndefined()
    expect(figure(short, 'BTC.change1h')).toBeUndefined()
  })

  test('takes no average and no change across a hole in the candles', () => {
    const days = series(400, dayMs, () => '100').filter((_, index) => index !== 380)
    const hours = series(800, hourMs, () => '100').filter(
      (each) => Math.abs(Date.parse(each.at) - (now.getTime() - 7 * dayMs)) > 6 * hourMs,
    )
    const holed = { ...full, candles: { BTC: { minutes: [], hours, days } } }
    expect(figure(holed, 'BTC.ma50')).toBeUndefined()
    expect(figure(holed, 'BTC.change7d')).toBe('10')
    expect(
      figure({ ...holed, candles: { BTC: { minutes: [], hours, days: [] } } }, 'BTC.change7d'),
    ).toBeUndefined()
  })

  test('marks everything that rests on a stale quote, and calls the coin unusable', () => {
    const stale = { ...full, snapshot: { ...snapshot, quotes: [{ ...quote, freshness: 'stale' as const }] } }
    const coinFacts = marketFacts(stale).filter((fact) => fact.id.startsWith('BTC.'))
    expect(coinFacts.length).toBeGreaterThan(10)
    expect(coinFacts.every((fact) => fact.stale === true)).toBe(true)
    expect(unusableCoins(factSheet(stale))).toContain('BTC')
    expect(unusableCoins(factSheet(full))).not.toContain('BTC')
    expect(unusableCoins(factSheet(full))).toContain('ETH')
  })

  test('takes earlier Fear & Greed from the snapshot, else from history', () => {
    expect(figure(full, 'market.fearGreed')).toBe('40')
    expect(figure(full, 'market.fearGreedYesterday')).toBe('46')
    expect(figure(full, 'market.fearGreedWeekAgo')).toBe('63')
  })

  test('shows the portfolio without inventing what it lacks', () => {
    const facts = portfolioFacts({
      at: now.toISOString(),
      value: '12480.55',
      closedTrades: 0,
      positions: [{ symbol: 'BTC', quantity: '0.15' }],
    })
    expect(facts.map((fact) => [fact.id, fact.value, fact.unit])).toEqual([
      ['portfolio.value', '12480.55', 'USDT'],
      ['portfolio.closedTrades', '0', 'count'],
      ['portfolio.BTC.quantity', '0.15', 'BTC'],
    ])
  })

  test('keeps to the contract', () => {
    const event = {
      symbol: 'BTC',
      changePercent: '-5.2',
      price: '110',
      minutes: 60,
      at: now.toISOString(),
      venue: 'binance',
    } as const
    const sheet = factSheet({ ...full, event })
    for (const fact of sheet.facts.values()) expect(Fact.parse(fact)).toEqual(fact)
    expect(sheet.facts.get('event.minutes')).toMatchObject({ value: '60', unit: 'minutes' })
    expect(sheet).toMatchObject({ snapshotAt: snapshot.at, source: 'replay' })
  })
})

import { describe, expect, it } from 'vitest'
import type { Entries, TradeRow } from './ledger.ts'
import { type ReportInput, report, spanOf } from './report.ts'
import { summaryOf } from './summary.ts'
import { hour, storedClose, storedTrade } from './testing/entries.ts'

function reported(entries: Entries, more: Partial<Omit<ReportInput, 'span'>> = {}) {
  const { asked = 'all', now = hour(5) } = more
  return report({
    portfolioId: 'p1',
    asked,
    span: spanOf(asked, entries, now),
    entries,
    closes: {},
    pricesNow: { BTC: '1000', ETH: '110' },
    now,
    ...more,
  })
}

const held = (): TradeRow => ({
  ...storedTrade('a', 'buy', '1', 'ETH', '100', 0),
  marks: { BTC: '800', ETH: '99' },
})

/** Round trips of one signal each; `exits` are their prices after an entry at 100. */
const roundTrips = (confidence: 'low' | 'high', ...exits: string[]): Entries => ({
  trades: exits.map((_, index) => storedTrade(`t${index}`, 'buy', '1', 'ETH', '100', index / 10, confidence)),
  closes: exits.map((price, index) => storedClose(`c${index}`, `t${index}`, '1', price, 2 + index / 10)),
})

describe('a report', () => {
  it('begins with the first trade, however long the range', () => {
    const entries = { trades: [held()], closes: [] }
    expect(spanOf('1y', entries, hour(5))).toMatchObject({ from: hour(0), to: hour(5) })
    expect(spanOf('7d', entries, hour(24 * 30))).toMatchObject({ from: hour(24 * 23), to: hour(24 * 30) })
  })

  it('covers any span, cut at the first trade and at now', () => {
    const entries = { trades: [held()], closes: [] }
    const asked = { from: hour(-100), to: hour(48) }
    expect(spanOf(asked, entries, hour(24 * 30))).toMatchObject({ from: hour(0), to: hour(48) })
    expect(spanOf(asked, entries, hour(5))).toMatchObject({ from: hour(0), to: hour(5) })
    // before anything was bought: nothing
    const before = { from: hour(-100), to: hour(-50) }
    expect(reported(entries, { asked: before })).toMatchObject({ range: null, value: '0', equity: [{}] })
  })

  it('has a point an hour up to eight days, a point a day beyond, and the same risk either way', () => {
    const entries = { trades: [held()], closes: [] }
    const hourly = Array.from({ length: 24 * 9 + 1 }, (_, at): [number, string] => [
      hour(at).getTime(),
      String(100 + (at % 24)),
    ])
    const closes = { ETH: hourly, BTC: hourly }
    const [short, long] = [8, 9].map((count) => reported(entries, { closes, now: hour(24 * count) }))
    expect(short?.equity).toHaveLength(24 * 8)
    expect(long?.equity).toHaveLength(9)
    expect(short?.dailyReturns).toBe(8)
    // within a day the price rises to 123 and falls back: daily closes do not see it
    expect(short?.maxDrawdown).toBe(long?.maxDrawdown)
  })

  it('that ended in the past is valued at the prices of then', () => {
    const closes = {
      ETH: [[hour(10).getTime(), '105'] as const],
      BTC: [[hour(10).getTime(), '900'] as const],
    }
    const asked = { from: hour(0), to: hour(10) }
    expect(reported({ trades: [held()], closes: [] }, { asked, closes, now: hour(30) })).toMatchObject({
      value: '105',
      stale: false,
    })
  })

  it('holds each fill against what BTC cost at its moment', () => {
    // ETH 100 -> 110; BTC 800 -> 1000
    const closes = { ETH: [[hour(1).getTime(), '101'] as const], BTC: [[hour(1).getTime(), '801'] as const] }
    expect(reported({ trades: [held()], closes: [] }, { closes })).toMatchObject({
      timeWeightedReturn: '0.1',
      benchmarkReturn: '0.25',
      excessReturn: '-0.15',
      incomplete: false,
      stale: false,
    })
  })

  it('says when a coin it holds has no live price', () => {
    const closes = { ETH: [[hour(0).toISOString(), '99'] as const] }
    const entries = { trades: [held()], closes: [] }
    expect(reported(entries, { closes, pricesNow: { BTC: '1000' } })).toMatchObject({
      stale: true,
      value: '99',
    })
    // The price of the trade itself does not stand in.
    expect(reported(entries, { pricesNow: { BTC: '1000' } })).toMatchObject({
      stale: true,
      incomplete: true,
      value: null,
    })
  })

  it('hides a win rate under five closed trades', () => {
    expect(reported(roundTrips('high', '110', '110', '90', '90')).winRate).toBeNull()
    expect(reported(roundTrips('high', '110', '110', '90', '90', '110')).winRate).toBe('0.6')
  })

  it('counts how often each confidence was right', () => {
    expect(reported(roundTrips('high', '110', '90', '100')).byConfidence).toEqual([
      { confidence: 'low', closedTrades: 0, right: 0, rate: null },
      { confidence: 'medium', closedTrades: 0, right: 0, rate: null },
      // break-even is not right
      { confidence: 'high', closedTrades: 3, right: 1, rate: '0.333333333333333333' },
    ])
  })
})

describe('what the mentor may cite', () => {
  it('is the portfolio in percent, where the return is the benchmark and the excess', () => {
    expect(summaryOf(reported({ trades: [held()], closes: [] }))).toMatchObject({
      at: hour(5).toISOString(),
      value: '110',
      invested: '100',
      profit: '10',
      returnPercent: '10',
      benchmarkPercent: '25',
      excessPercent: '-15',
      closedTrades: 0,
      positions: [{ symbol: 'ETH', quantity: '1', value: '110', returnPercent: '10' }],
    })
  })

  it('is nothing for a portfolio without trades, and leaves out what is not known', () => {
    expect(summaryOf(reported({ trades: [], closes: [] }))).toBeUndefined()
    const unknown = summaryOf(reported({ trades: [held()], closes: [] }, { pricesNow: {}, now: hour(40) }))
    expect(unknown).toMatchObject({ stale: true, invested: '100' })
    expect(unknown).not.toHaveProperty('value')
  })
})

import { describe, expect, it } from 'vitest'
import { entryOf, type GivenSignal, totalsOf } from './record.ts'

const now = new Date('2026-11-24T12:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)

function signal(more: Partial<GivenSignal> = {}): GivenSignal {
  return {
    id: crypto.randomUUID(),
    at: daysAgo(40),
    symbol: 'ETH',
    action: 'buy',
    confidence: 'high',
    price: '100',
    venue: 'binance',
    tickAt: daysAgo(40),
    btcPrice: '1000',
    later: [
      { price: '110', btcPrice: '1050' },
      { price: '90', btcPrice: '1000' },
      { price: '120', btcPrice: '900' },
    ],
    ...more,
  }
}

const outcomes = (more?: Partial<GivenSignal>) => entryOf(signal(more), now).outcomes

describe('a signal', () => {
  it('to buy is right when the price rises, and is held against BTC', () => {
    expect(outcomes()).toMatchObject([
      // 110 / 100, 1050 / 1000
      { days: 1, status: 'settled', return: '0.1', benchmark: '0.05', excess: '0.05', hit: true },
      { days: 7, status: 'settled', return: '-0.1', benchmark: '0', excess: '-0.1', hit: false },
      { days: 30, status: 'settled', return: '0.2', benchmark: '-0.1', excess: '0.3', hit: true },
    ])
  })

  it('to sell is right when the price falls', () => {
    expect(outcomes({ action: 'sell' })).toMatchObject([
      { return: '-0.1', hit: false },
      { return: '0.1', hit: true },
      { return: '-0.2', hit: false },
    ])
  })

  it('to buy BTC has an excess of exactly 0', () => {
    expect(
      outcomes({ symbol: 'BTC', price: '1001.7' }).map((each) => each.status === 'settled' && each.excess),
    ).toEqual(['0', '0', '0'])
  })

  it('is neither right nor wrong before its time', () => {
    expect(outcomes({ at: daysAgo(6.9) }).map(({ status }) => status)).toEqual([
      'settled',
      'pending',
      'pending',
    ])
  })

  it('whose price is not stored is missing, not skipped and not guessed', () => {
    const later = [{ price: null, btcPrice: '1000' }, ...signal().later.slice(1)]
    const entry = entryOf(signal({ later }), now)
    expect(entry.outcomes[0]).toMatchObject({ status: 'missing', days: 1 })
    expect(totalsOf([entry], now).horizons[0]).toMatchObject({ settled: 0, missing: 1, averageReturn: null })
  })

  it('that did not move is no hit', () => {
    const later = [{ price: '100', btcPrice: '1000' }]
    expect(outcomes({ later })[0]).toMatchObject({ return: '0', hit: false })
  })
})

describe('the totals', () => {
  it('count every signal under its confidence, its coin and its month', () => {
    const entries = [
      signal(),
      signal({ action: 'sell', confidence: 'low' }),
      signal({ symbol: 'BTC', at: new Date('2026-09-30T23:59:59Z') }),
    ].map((each) => entryOf(each, now))
    const totals = totalsOf(entries, now)
    expect(totals.signals).toBe(3)
    expect(totals.byConfidence.map(({ confidence, signals }) => [confidence, signals])).toEqual([
      ['low', 1],
      ['medium', 0],
      ['high', 2],
    ])
    expect(totals.byCoin.filter(({ signals }) => signals > 0).map(({ symbol }) => symbol)).toEqual([
      'BTC',
      'ETH',
    ])
    expect(totals.byMonth.map(({ month, signals }) => [month, signals])).toEqual([
      ['2026-09', 1],
      ['2026-10', 2],
    ])
  })

  it('show a hit rate from five settled signals on', () => {
    const four = [1, 2, 3, 4].map(() => entryOf(signal(), now))
    expect(totalsOf(four, now).horizons[0]).toMatchObject({
      settled: 4,
      hits: 4,
      hitRate: null,
      averageReturn: '0.1',
    })
    const five = [...four, entryOf(signal({ action: 'sell' }), now)]
    // 4 of 5; (4 x 0.1 - 0.1) / 5; against 0.05 each
    expect(totalsOf(five, now).horizons[0]).toMatchObject({
      hitRate: '0.8',
      averageReturn: '0.06',
      averageBenchmark: '0.05',
      averageExcess: '0.01',
    })
  })

  it('of nothing are nothing', () => {
    expect(totalsOf([], now)).toMatchObject({ signals: 0, byMonth: [], horizons: [{ settled: 0 }, {}, {}] })
  })
})

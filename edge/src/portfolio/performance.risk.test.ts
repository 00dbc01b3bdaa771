/** Golden cases: every expected figure is worked out by hand in the comment above it. */
import { describe, expect, it } from 'vitest'
import { daily, day, figures, trade } from './testing/cases.ts'

const btc = (...prices: string[]) => ({ BTC: daily(...prices) })

describe('risk', () => {
  const path = () => figures([trade('buy', '1', 'BTC', '100', 1)], btc('100', '110', '99', '108.9'), 4)

  it('draws down from the highest close', () => {
    // 99 / 110 - 1
    expect(path().maxDrawdown).toBe('0.1')
  })

  it('counts a fall from the start', () => {
    expect(figures([trade('buy', '1', 'BTC', '100', 1)], btc('100', '80', '90'), 3).maxDrawdown).toBe('0.2')
  })

  it('is not drawn down by a withdrawal', () => {
    const trades = [trade('buy', '2', 'BTC', '100', 1), trade('sell', '1', 'BTC', '110', 2)]
    expect(figures(trades, btc('100', '110', '120'), 3).maxDrawdown).toBe('0')
  })

  it('is figured from daily returns over the square root of 365', () => {
    const result = path()
    // returns 0.1, -0.1, 0.1: mean 1/30, sample variance ((1/15)^2 + (2/15)^2 + (1/15)^2) / 2 = 1/75
    expect(Number(result.volatility)).toBeCloseTo(Math.sqrt(365 / 75), 12)
    expect(Number(result.sharpe)).toBeCloseTo((Math.sqrt(365) * Math.sqrt(75)) / 30, 12)
    // downside: sqrt(0.1^2 / 3)
    expect(Number(result.sortino)).toBeCloseTo((Math.sqrt(365) * Math.sqrt(300)) / 30, 12)
  })

  it('has no ratios under two daily returns', () => {
    expect(figures([trade('buy', '1', 'BTC', '100', 1)], btc('100', '110'), 2)).toMatchObject({
      dailyReturns: 1,
      volatility: null,
      sharpe: null,
      sortino: null,
    })
  })

  it('has no Sharpe ratio where nothing varies, and no Sortino ratio without a loss', () => {
    expect(figures([trade('buy', '1', 'BTC', '100', 1)], btc('100', '110', '121'), 3)).toMatchObject({
      volatility: '0',
      sharpe: null,
      sortino: null,
    })
  })
})

describe('outcomes', () => {
  const roundTrip = (entry: string, exit: string, at: number) => [
    trade('buy', '1', 'BTC', entry, at),
    trade('sell', '1', 'BTC', exit, at + 0.5),
  ]
  const three = () => [
    ...roundTrip('100', '130', 1),
    ...roundTrip('100', '90', 2),
    ...roundTrip('100', '100', 3),
  ]

  it('count break-even neither as a win nor as a loss', () => {
    expect(figures(three(), btc('100', '100', '100', '100'), 4)).toMatchObject({
      closedTrades: 3,
      wins: 1,
      losses: 1,
      winRate: '0.333333333333333333',
      // 30 / 10
      profitFactor: '3',
      averageWin: '30',
      averageLoss: '-10',
    })
  })

  it('name the best and the worst lot', () => {
    const result = figures(three(), btc('100', '100', '100', '100'), 4)
    expect(result.best).toMatchObject({ profit: '30', return: '0.3' })
    expect(result.worst).toMatchObject({ profit: '-10', return: '-0.1' })
  })

  it('have no profit factor without a loss', () => {
    expect(figures(roundTrip('100', '130', 1), btc('100', '100'), 2)).toMatchObject({
      winRate: '1',
      profitFactor: null,
      averageLoss: null,
    })
  })

  it('make a win that its fees eat up a loss', () => {
    const trades = [trade('buy', '1', 'BTC', '100', 1, '3'), trade('sell', '1', 'BTC', '105', 2, '3')]
    // 105 - 100 - 3 - 3
    expect(figures(trades, btc('100', '105'), 2)).toMatchObject({ wins: 0, losses: 1, realised: '-1' })
  })

  it('before the range do not count in it', () => {
    const trades = [...roundTrip('100', '130', 1), ...roundTrip('100', '90', 3)]
    expect(figures(trades, btc('100', '100', '100', '100'), 4, 2)).toMatchObject({
      closedTrades: 1,
      realised: '-10',
    })
  })
})

describe('by coin', () => {
  it('each has its own money', () => {
    const trades = [
      trade('buy', '1', 'BTC', '100', 1),
      trade('buy', '10', 'ETH', '10', 1),
      trade('sell', '5', 'ETH', '12', 2),
    ]
    const prices = { ...btc('100', '100', '90'), ETH: daily('10', '12', '14') }
    expect(figures(trades, prices, 3).byCoin).toMatchObject([
      { symbol: 'BTC', invested: '100', value: '90', realised: '0', unrealised: '-10', return: '-0.1' },
      // realised 5 x 2, unrealised 5 x 4: 30 on 100
      { symbol: 'ETH', invested: '100', value: '70', realised: '10', unrealised: '20', return: '0.3' },
    ])
  })
})

describe('a missing price', () => {
  it('is declared, and what rests on it is unknown', () => {
    const result = figures(
      [trade('buy', '1', 'ETH', '10', 1)],
      { ETH: daily('10'), ...btc('100', '110', '120') },
      3,
    )
    expect(result).toMatchObject({
      incomplete: true,
      value: null,
      profit: null,
      unrealised: null,
      timeWeightedReturn: null,
      excessReturn: null,
      benchmarkReturn: '0.2',
    })
    expect(result.missing).toContainEqual({ symbol: 'ETH', at: day(3) })
  })

  it("is never bridged by the last trade's own price", () => {
    expect(figures([trade('buy', '1', 'BTC', '100', 1)], {}, 1.25)).toMatchObject({
      incomplete: true,
      value: null,
    })
  })

  it('is one that is more than 36 hours old', () => {
    const trades = [trade('buy', '1', 'BTC', '100', 1)]
    expect(figures(trades, btc('100'), 2.5)).toMatchObject({ incomplete: false, value: '100' })
    expect(figures(trades, btc('100'), 2.51)).toMatchObject({ incomplete: true, value: null })
  })

  it('in between leaves the return of the whole range known', () => {
    const prices = { BTC: daily('100', undefined, undefined, '130') }
    const result = figures([trade('buy', '1', 'BTC', '100', 1)], prices, 4)
    // day 2 is within 36 hours of day 1, day 3 is not
    expect(result.equity.map(({ value }) => value)).toEqual(['100', null, '130'])
    expect(result).toMatchObject({ incomplete: true, timeWeightedReturn: '0.3', dailyReturns: 1 })
  })

  it('of BTC makes the benchmark unknown and nothing else', () => {
    const result = figures([trade('buy', '1', 'ETH', '10', 1)], { ETH: daily('10', '11') }, 2)
    expect(result).toMatchObject({ incomplete: true, timeWeightedReturn: '0.1', benchmarkReturn: null })
  })
})

describe('the equity curve', () => {
  it('has a point at each UTC close and one at the end', () => {
    const result = figures([trade('buy', '1', 'BTC', '100', 1.3)], btc('100', '110', '120'), 3.5)
    expect(result.equity.map(({ at }) => at)).toEqual([day(2), day(3), day(3.5)])
  })

  it('shows what is held after the trades of that moment', () => {
    const trades = [trade('buy', '2', 'BTC', '100', 1), trade('sell', '1', 'BTC', '110', 2)]
    expect(figures(trades, btc('100', '110', '120'), 3).equity).toMatchObject([
      { value: '110', index: '1.1' },
      { value: '120', index: '1.2' },
    ])
  })
})

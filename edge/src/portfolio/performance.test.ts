/** Golden cases: every expected figure is worked out by hand in the comment above it. */
import { describe, expect, it } from 'vitest'
import { daily, day, figures, trade } from './testing/cases.ts'

const btc = (...prices: string[]) => ({ BTC: daily(...prices) })

describe('money', () => {
  it('of a single purchase is its market value against what was paid', () => {
    const result = figures([trade('buy', '2', 'BTC', '100', 1, '1')], btc('100', '110'), 2)
    expect(result).toMatchObject({
      // 2 x 100 + 1
      invested: '201',
      // 2 x 110
      value: '220',
      // 220 - 201
      profit: '19',
      unrealised: '19',
      realised: '0',
      fees: '1',
      withdrawn: '0',
      // 19 / 201
      return: '0.094527363184079602',
    })
  })

  it('of a sale in full is all realised', () => {
    const trades = [trade('buy', '2', 'BTC', '100', 1, '1'), trade('sell', '2', 'BTC', '120', 2, '2')]
    expect(figures(trades, btc('100', '120', '150'), 3)).toMatchObject({
      // 2 x 120 - 2
      withdrawn: '238',
      value: '0',
      // 238 - 201
      profit: '37',
      realised: '37',
      unrealised: '0',
      fees: '3',
    })
  })

  it('of a sale in part splits the entry fee by quantity', () => {
    const trades = [trade('buy', '4', 'BTC', '100', 1, '4'), trade('sell', '1', 'BTC', '120', 2, '1')]
    expect(figures(trades, btc('100', '120', '130'), 3)).toMatchObject({
      // 1 x (120 - 100) - 4 x 1/4 - 1
      realised: '18',
      // 3 x (130 - 100) - 4 x 3/4
      unrealised: '87',
      // 18 + 87
      profit: '105',
      value: '390',
    })
  })

  it('closes the oldest lot first', () => {
    const trades = [
      trade('buy', '1', 'BTC', '100', 1),
      trade('buy', '1', 'BTC', '200', 2),
      trade('sell', '1', 'BTC', '150', 3),
    ]
    // first in, first out: 150 - 100; left: 150 - 200
    expect(figures(trades, btc('100', '200', '150'), 3)).toMatchObject({ realised: '50', unrealised: '-50' })
  })

  it('closes the lot that a sale names', () => {
    const first = trade('buy', '1', 'BTC', '100', 1)
    const second = trade('buy', '1', 'BTC', '200', 2)
    const sale = { ...trade('sell', '1', 'BTC', '150', 3), closes: second.id }
    // 150 - 200; left: 150 - 100
    expect(figures([first, second, sale], btc('100', '200', '150'), 3)).toMatchObject({
      realised: '-50',
      unrealised: '50',
    })
  })

  it('of a sale across two lots counts two closed lots', () => {
    const trades = [
      trade('buy', '1', 'BTC', '100', 1),
      trade('buy', '2', 'BTC', '130', 2),
      trade('sell', '3', 'BTC', '120', 3, '3'),
    ]
    expect(figures(trades, btc('100', '130', '120'), 3)).toMatchObject({
      // (120 - 100 - 1) + 2 x (120 - 130) - 2
      realised: '-3',
      closedTrades: 2,
      wins: 1,
      losses: 1,
      // 19 / 22
      profitFactor: '0.863636363636363636',
    })
  })

  it('of prices with eight decimals stays exact', () => {
    const trades = [trade('buy', '0.12345678', 'BTC', '98765.43210987', 1, '0.00000001')]
    // 0.12345678 x 98765.43210987 = 12193.26311370..., digit by digit 12193.2631136965249386
    const exact = (12345678n * 9876543210987n + 10n ** 8n).toString()
    const invested = `${exact.slice(0, -16)}.${exact.slice(-16)}`.replace(/0+$/, '')
    expect(figures(trades, btc('98765.43210987'), 1.5).invested).toBe(invested)
  })

  it('before the range builds the holding, whose value is what the range starts with', () => {
    const result = figures([trade('buy', '1', 'BTC', '100', 1)], btc('100', '110', '121'), 3, 2)
    expect(result).toMatchObject({
      invested: '110',
      // 121 - 110
      profit: '11',
      timeWeightedReturn: '0.1',
      // since it was bought: 121 - 100
      unrealised: '21',
    })
  })

  it('ignores trades after the range', () => {
    const trades = [trade('buy', '1', 'BTC', '100', 1), trade('buy', '9', 'BTC', '100', 5)]
    expect(figures(trades, btc('100', '110'), 2)).toMatchObject({ invested: '100', value: '110' })
  })

  it('of nothing is nothing', () => {
    expect(figures([], {}, 3)).toMatchObject({
      invested: '0',
      value: '0',
      profit: '0',
      return: null,
      timeWeightedReturn: '0',
      moneyWeightedReturn: null,
      winRate: null,
      exposure: '0',
      byCoin: [],
      incomplete: false,
    })
  })
})

describe('an avoided position', () => {
  it('gains what the coin loses', () => {
    const result = figures(
      [trade('sell', '2', 'ETH', '50', 1)],
      { ...btc('100', '100'), ETH: daily('50', '40') },
      2,
    )
    expect(result).toMatchObject({
      // fully funded with 2 x 50
      invested: '100',
      // 2 x (2 x 50 - 40)
      value: '120',
      timeWeightedReturn: '0.2',
    })
    expect(result.byCoin).toMatchObject([{ symbol: 'ETH', quantity: '0', avoidedQuantity: '2' }])
  })

  it('loses what the coin gains', () => {
    const prices = { ...btc('100', '100'), ETH: daily('50', '60') }
    // 2 x (100 - 60) = 80 of 100
    expect(figures([trade('sell', '2', 'ETH', '50', 1)], prices, 2)).toMatchObject({
      value: '80',
      profit: '-20',
      timeWeightedReturn: '-0.2',
    })
  })

  it('is what a sale leaves beyond the holding', () => {
    const trades = [trade('buy', '1', 'BTC', '100', 1), trade('sell', '3', 'BTC', '120', 2, '3')]
    expect(figures(trades, btc('100', '120', '110'), 3)).toMatchObject({
      // 120 - 100 - 3/3
      realised: '19',
      // 2 x (120 - 110) - 3 x 2/3
      unrealised: '18',
      // 2 x (240 - 110)
      value: '260',
    })
  })

  it('is closed by a purchase before that opens a holding', () => {
    const trades = [trade('sell', '2', 'BTC', '100', 1), trade('buy', '3', 'BTC', '80', 2)]
    const result = figures(trades, btc('100', '80', '90'), 3)
    // 2 x (100 - 80); then 1 x (90 - 80)
    expect(result).toMatchObject({ realised: '40', unrealised: '10', value: '90', closedTrades: 1 })
  })

  it('cannot make the index fall below nothing', () => {
    const prices = { ...btc('100', '100'), ETH: daily('50', '150') }
    // 2 x 50 - 150 = -50
    expect(figures([trade('sell', '1', 'ETH', '50', 1)], prices, 2)).toMatchObject({
      value: '-50',
      timeWeightedReturn: '-1',
    })
  })
})

describe('the time-weighted return', () => {
  it('is the price change where nothing moves', () => {
    // 121 / 100 - 1
    expect(
      figures([trade('buy', '1', 'BTC', '100', 1)], btc('100', '110', '121'), 3).timeWeightedReturn,
    ).toBe('0.21')
  })

  it('does not depend on when more was bought', () => {
    const trades = [trade('buy', '1', 'BTC', '100', 1), trade('buy', '7', 'BTC', '120', 2.5)]
    // 100 -> 120 -> 130: 130 / 100 - 1
    expect(figures(trades, btc('100', '110', '130'), 3).timeWeightedReturn).toBe('0.3')
  })

  it('chains periods between flows of different coins', () => {
    const trades = [trade('buy', '1', 'BTC', '100', 1), trade('buy', '10', 'ETH', '10', 2)]
    const prices = { ...btc('100', '110', '110'), ETH: daily('10', '10', '12.1') }
    // 110 / 100 x (110 + 121) / (110 + 100) = 1.1 x 1.1
    expect(figures(trades, prices, 3).timeWeightedReturn).toBe('0.21')
  })

  it("puts a purchase's fee on the period that it starts", () => {
    const trades = [trade('buy', '1', 'BTC', '100', 1), trade('buy', '1', 'BTC', '110', 2, '11')]
    // 110 / 100 x 242 / (220 + 11)
    expect(figures(trades, btc('100', '110', '121'), 3).timeWeightedReturn).toBe('0.152380952380952381')
  })

  it("puts a sale's fee on the period that it ends", () => {
    const trades = [trade('buy', '2', 'BTC', '100', 1), trade('sell', '1', 'BTC', '110', 2, '11')]
    // (220 - 11) / 200 x 121 / 110
    expect(figures(trades, btc('100', '110', '121'), 3).timeWeightedReturn).toBe('0.1495')
  })

  it('stands still while no money is at work', () => {
    const trades = [
      trade('buy', '1', 'BTC', '100', 1),
      trade('sell', '1', 'BTC', '110', 2),
      trade('buy', '1', 'BTC', '200', 4),
    ]
    // 110 / 100 x 220 / 200
    const result = figures(trades, btc('100', '110', '150', '200', '220'), 5)
    expect(result.timeWeightedReturn).toBe('0.21')
    // days 1 and 4 of 4
    expect(result.exposure).toBe('0.5')
    expect(result.dailyReturns).toBe(2)
  })

  it('charges the spread of a purchase and a sale in one moment', () => {
    const trades = [trade('buy', '1', 'BTC', '101', 1), trade('sell', '1', 'BTC', '99', 1)]
    // bought at 101 and sold at 99
    expect(figures(trades, btc('100', '100'), 2)).toMatchObject({ realised: '-2', value: '0' })
  })
})

describe('the money-weighted return', () => {
  it('of a year is the plain return', () => {
    const prices = { BTC: [[day(1), '100'] as const, [day(366), '110'] as const] }
    // 100 (1 + r) = 110 after 365 days
    expect(
      Number(figures([trade('buy', '1', 'BTC', '100', 1)], prices, 366).moneyWeightedReturn),
    ).toBeCloseTo(0.1, 12)
  })

  it('of half the time is squared', () => {
    const prices = { BTC: [[day(1), '100'] as const, [day(74), '110'] as const] }
    // 73 days are a fifth of a year: 1.1^5 - 1
    expect(Number(figures([trade('buy', '1', 'BTC', '100', 1)], prices, 74).moneyWeightedReturn)).toBeCloseTo(
      0.61051,
      12,
    )
  })

  it('knows no rate within one day', () => {
    expect(figures([trade('buy', '1', 'BTC', '100', 1)], btc('100'), 1.5).moneyWeightedReturn).toBeNull()
  })

  it('knows no rate where everything came out even', () => {
    const trades = [trade('buy', '1', 'BTC', '100', 1), trade('sell', '1', 'BTC', '100', 2)]
    // -100 + 100 (1 + r)^(-1/365) = 0
    expect(Number(figures(trades, btc('100', '100'), 3).moneyWeightedReturn)).toBeCloseTo(0, 12)
  })
})

describe('the benchmark', () => {
  it('puts the same money into BTC', () => {
    const prices = { ...btc('100', '110'), ETH: daily('10', '12') }
    const result = figures([trade('buy', '10', 'ETH', '10', 1, '1')], prices, 2)
    // 100 USDT are 1 BTC: 110 / 101; the portfolio: 120 / 101
    expect(result.benchmarkReturn).toBe('0.089108910891089109')
    // (120 - 110) / 101
    expect(result.excessReturn).toBe('0.09900990099009901')
    expect(result.equity.at(-1)).toMatchObject({ value: '120', benchmarkValue: '110' })
  })

  it('of a portfolio of BTC alone is that portfolio', () => {
    const trades = [
      trade('buy', '0.3', 'BTC', '100.7', 1.2, '0.1'),
      trade('buy', '0.7', 'BTC', '103.1', 1.9, '0.2'),
      trade('sell', '0.45', 'BTC', '97.3', 2.4, '0.3'),
    ]
    const result = figures(trades, btc('100', '102', '98', '107'), 4)
    expect(result.excessReturn).toBe('0')
    expect(result.equity.map((point) => point.value)).toEqual(result.equity.map((p) => p.benchmarkValue))
  })

  it('takes out the same money', () => {
    const trades = [trade('buy', '10', 'ETH', '10', 1), trade('sell', '5', 'ETH', '11', 2)]
    const prices = { ...btc('100', '110', '121'), ETH: daily('10', '11', '11') }
    // 1 BTC, less 55 / 110, at 121
    expect(figures(trades, prices, 3).equity.at(-1)?.benchmarkValue).toBe('60.5')
  })

  it('that has fallen behind is sold out', () => {
    const trades = [trade('buy', '10', 'ETH', '10', 1), trade('sell', '5', 'ETH', '30', 2)]
    const prices = { ...btc('100', '110', '121'), ETH: daily('10', '30', '30') }
    // 150 USDT are wanted, its 1 BTC is worth 110
    expect(figures(trades, prices, 3).equity.at(-1)?.benchmarkValue).toBe('0')
    // its only period: 110 / 100
    expect(figures(trades, prices, 3).benchmarkReturn).toBe('0.1')
  })
})

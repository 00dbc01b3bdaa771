import { describe, expect, it } from 'vitest'
import type { Tick, Trade } from '../exchanges/exchange.ts'
import { createCandleFold, graceMs } from './candles.ts'
import { decimalOf, gapPercent, product, units } from './decimal.ts'
import { createExactSum, scaled } from './exact-sum.ts'
import { type Latest, latestAfter } from './latest.ts'
import { aged, quoteOf } from './quote.ts'

const minuteMs = 60_000
/** 2026-11-24T09:00Z */
const nineMs = 1_795_510_800_000

function trade(id: number, atMs: number, price: string, quantity = '1'): Trade {
  return {
    type: 'trade',
    venue: 'binance',
    symbol: 'BTC',
    price,
    quantity,
    side: 'buy',
    tradeId: id,
    exchangeMs: nineMs + atMs,
  }
}

function listening() {
  const fold = createCandleFold({ binance: true, gate: false })
  fold.interrupted('binance', nineMs)
  fold.interrupted('gate', nineMs)
  const closedAt = (atMs: number) => fold.close(nineMs + atMs, () => 'binance')
  return { fold, closedAt }
}

describe('candles from trades', () => {
  it('are closed after their minute and a little grace, with exact sums', () => {
    const { fold, closedAt } = listening()
    fold.add(trade(1, 0, '84000.10', '0.1'))
    fold.add(trade(2, 30_000, '84010.00', '0.2'))
    fold.add(trade(3, 59_999, '83990.5', '0.3'))
    expect(closedAt(minuteMs + graceMs - 1)).toEqual([])
    expect(closedAt(minuteMs + graceMs)).toEqual([
      {
        ...{ atMs: nineMs, symbol: 'BTC', venue: 'binance', source: 'trades' },
        ...{ open: '84000.10', high: '84010.00', low: '83990.5', close: '83990.5' },
        ...{ volume: '0.6', quoteVolume: '50399.16' },
      },
    ])
    expect(closedAt(minuteMs + graceMs + 1)).toEqual([])
  })

  it('do not count a repeated trade twice', () => {
    const { fold, closedAt } = listening()
    expect(fold.add(trade(1, 0, '1', '5'))).toBe('added')
    expect(fold.add(trade(1, 0, '1', '5'))).toBe('repeated')
    expect(closedAt(2 * minuteMs)[0]?.volume).toBe('5')
    expect(fold.add(trade(1, 0, '1', '5'))).toBe('repeated')
  })

  it('put a late trade where its id belongs', () => {
    const { fold, closedAt } = listening()
    fold.add(trade(2, 20_000, '2'))
    fold.add(trade(3, 30_000, '3'))
    fold.add(trade(1, 10_000, '1'))
    expect(closedAt(2 * minuteMs)[0]).toMatchObject({ open: '1', close: '3', low: '1' })
  })

  it('are not made of a minute that lacks a trade', () => {
    const { fold, closedAt } = listening()
    fold.add(trade(1, 0, '1'))
    fold.add(trade(3, 30_000, '3'))
    expect(closedAt(2 * minuteMs)).toEqual([])
  })

  it('are not made of a minute that lacks its first trade, as the one before shows', () => {
    const { fold, closedAt } = listening()
    fold.add(trade(1, 0, '1'))
    fold.add(trade(3, minuteMs, '3'))
    expect(closedAt(3 * minuteMs).map(({ atMs }) => atMs)).toEqual([nineMs])
  })

  it('are not made of a minute in which the connection broke', () => {
    const { fold, closedAt } = listening()
    fold.add(trade(1, 0, '1'))
    fold.interrupted('binance', nineMs + 40_000)
    fold.add(trade(2, 50_000, '2'))
    expect(closedAt(2 * minuteMs)).toEqual([])
  })

  it('ask for a repair when a trade turns up after its minute was closed', () => {
    const { fold, closedAt } = listening()
    fold.add(trade(1, 0, '1'))
    closedAt(2 * minuteMs)
    expect(fold.add(trade(2, 59_000, '2'))).toBe('late')
    expect(fold.takeRepairs()).toEqual([{ symbol: 'BTC', atMs: nineMs }])
    expect(fold.takeRepairs()).toEqual([])
  })

  it('show the running minute only if it was heard from its start', () => {
    const { fold } = listening()
    fold.add(trade(1, 0, '1'))
    expect(fold.recent('BTC', 'binance')).toMatchObject([{ atMs: nineMs, close: '1' }])
    fold.interrupted('binance', nineMs + 10_000)
    expect(fold.recent('BTC', 'binance')).toEqual([])
  })
})

describe('the newest of a venue', () => {
  const tick = (price: string, exchangeMs: number): Tick => ({ ...trade(1, 0, price), exchangeMs })

  it('is not turned back by a trade that comes late', () => {
    const latest = latestAfter(latestAfter(undefined, tick('2', 2000), 2000), tick('1', 1000), 2100)
    expect(latest).toMatchObject({ price: '2', exchangeMs: 2000 })
  })
})

describe('a quote', () => {
  const latest = (price: string, dataMs: number): Latest => ({ price, exchangeMs: dataMs, dataMs })
  const served = (dataMs: number, nowMs: number) => {
    const quote = quoteOf('BTC', 'binance', { binance: latest('1', dataMs) }, nowMs)
    return quote && aged(quote, nowMs)
  }

  it('is live up to 10 s, stale up to 300 s, and then gone', () => {
    expect(served(0, 10_000)).toMatchObject({ freshness: 'live', ageMs: 10_000 })
    expect(served(0, 10_001)).toMatchObject({ freshness: 'stale' })
    expect(served(0, 300_000)).toMatchObject({ freshness: 'stale' })
    expect(served(0, 300_001)).toBeUndefined()
  })

  it('tells when fresh venues differ by more than 1 %', () => {
    const of = (other: Latest) =>
      quoteOf('BTC', 'binance', { binance: latest('100', 5000), gate: other }, 5000)?.disagreement
    expect(of(latest('101.5', 5000))).toEqual({ venue: 'gate', price: '101.5', percent: '1.5' })
    expect(of(latest('101', 5000))).toBeUndefined()
    expect(of(latest('150', -6000))).toBeUndefined()
  })
})

describe('decimals', () => {
  it('lose no digit', () => {
    expect(product('84000.12345678', '0.00000001')).toBe('0.0008400012345678')
    expect(decimalOf(units('0.1') + units('0.2'))).toBe('0.3')
    expect(decimalOf(units('1204'))).toBe('1204')
    expect(gapPercent('99', '100')).toBe('1')
  })

  it('are summed exactly, of whatever size and fineness', () => {
    const pairs = [
      ['84000.12000000', '0.00123000'],
      ['0.14213', '1204'],
      ['99999999999999.99999999', '12345678.12345678'],
      ['0.000000000000000001', '0.00000001'],
      ['100', '9007199254740993'],
      ['0', '5'],
    ] as const
    const [volume, turnover] = [createExactSum(), createExactSum()]
    let [expectedVolume, expectedTurnover] = [0n, 0n]
    for (let round = 0; round < 3; round += 1) {
      for (const [price, quantity] of pairs) {
        volume.add(scaled(quantity), quantity)
        turnover.addProduct(scaled(price), scaled(quantity), price, quantity)
        expectedVolume += units(quantity) * 10n ** 18n
        expectedTurnover += units(price) * units(quantity)
      }
    }
    expect(volume.total()).toBe(expectedVolume)
    expect(turnover.total()).toBe(expectedTurnover)
  })
})

import { describe, expect, it } from 'vitest'
import { binance } from './binance.ts'
import type { Exchange } from './exchange.ts'
import { gate } from './gate.ts'

const nowMs = Date.parse('2026-11-24T09:00:00.500Z')

const binanceTicker = {
  ...{ e: '24hrTicker', E: nowMs - 20, s: 'BTCUSDT', p: '1.0', P: '-2.410', w: '1', x: '1' },
  ...{ c: '84000.12000000', Q: '0.1', b: '84000.11000000', B: '1', a: '84000.13000000', A: '1' },
  ...{ o: '86000.0', h: '86500.00000000', l: '83000.50000000', v: '12000.1', q: '1000000000.12345678' },
  ...{ O: 1, C: 2, F: 1, L: 2, n: 3 },
}
const binanceTrade = {
  ...{ e: 'trade', E: nowMs, s: 'DOGEUSDT', t: 991, p: '0.14213000', q: '1204.00000000' },
  ...{ T: nowMs - 7, m: true, M: true },
}
const gateTicker = {
  ...{ time: Math.floor(nowMs / 1000), time_ms: nowMs - 3, channel: 'spot.tickers', event: 'update' },
  result: {
    ...{ currency_pair: 'ETH_USDT', last: '2900.1', lowest_ask: '2900.2', highest_bid: '2900.05' },
    ...{
      change_percentage: '1.25',
      base_volume: '10',
      quote_volume: '29001',
      high_24h: '2950',
      low_24h: '2800',
    },
  },
}
const gateTrade = {
  ...{ time: Math.floor(nowMs / 1000), time_ms: nowMs, channel: 'spot.trades', event: 'update' },
  result: {
    ...{ id: 309143071, create_time: 1606292218, create_time_ms: '1606292218213.4578', side: 'sell' },
    ...{
      currency_pair: 'XRP_USDT',
      amount: '16.4700000000',
      price: '0.4705000000',
      range: '1-1',
      id_market: 1,
    },
  },
}

const parse = (exchange: Exchange, frame: unknown) => exchange.parse(JSON.stringify(frame), nowMs)
const combined = (data: unknown) => ({ stream: 'btcusdt@ticker', data })

describe('Binance frames', () => {
  it('keeps every digit of a ticker', () => {
    expect(parse(binance, combined(binanceTicker))).toEqual({
      type: 'ticker',
      venue: 'binance',
      symbol: 'BTC',
      price: '84000.12000000',
      bid: '84000.11000000',
      ask: '84000.13000000',
      changePercent24h: '-2.410',
      high24h: '86500.00000000',
      low24h: '83000.50000000',
      volume24h: '1000000000.12345678',
      exchangeMs: nowMs - 20,
    })
  })

  it('names the taker as the side of a trade', () => {
    expect(parse(binance, combined(binanceTrade))).toMatchObject({
      ...{ type: 'trade', symbol: 'DOGE', price: '0.14213000', quantity: '1204.00000000' },
      ...{ side: 'sell', tradeId: 991, exchangeMs: nowMs - 7 },
    })
    expect(parse(binance, { ...binanceTrade, m: false })).toMatchObject({ side: 'buy' })
  })

  it('is not moved by a field it does not know', () => {
    expect(parse(binance, { ...binanceTicker, zz: [1] })).toEqual(parse(binance, binanceTicker))
  })

  it.each([
    ['a missing price', { ...binanceTicker, c: undefined }, 'missing_field'],
    ['NaN', { ...binanceTicker, c: 'NaN' }, 'bad_decimal'],
    ['a number that has lost its digits', { ...binanceTicker, c: 84000.12 }, 'bad_decimal'],
    ['a sign before a price', { ...binanceTicker, c: '+84000' }, 'bad_decimal'],
    ['a point without digits', { ...binanceTicker, c: '84000.' }, 'bad_decimal'],
    ['an exponent', { ...binanceTicker, c: '8.4e4' }, 'bad_decimal'],
    ['a negative price', { ...binanceTicker, c: '-84000' }, 'not_positive'],
    ['a price of nothing', { ...binanceTicker, c: '0.00000000' }, 'not_positive'],
    ['a bid far above the ask', { ...binanceTicker, b: '85000' }, 'crossed_book'],
    ['a high below the low', { ...binanceTicker, h: '100', l: '200' }, 'high_below_low'],
    ['a time a minute ahead', { ...binanceTicker, E: nowMs + 60_000 }, 'future_time'],
    ['a time that is text', { ...binanceTicker, E: '1' }, 'bad_time'],
    ['no side', { ...binanceTrade, m: undefined }, 'missing_field'],
    ['an id with a fraction', { ...binanceTrade, t: 1.5 }, 'bad_id'],
    ['no quantity', { ...binanceTrade, q: '0' }, 'not_positive'],
    ['an error of the venue', { code: 2, msg: 'Invalid request' }, 'refused_by_venue'],
    ['an error with an id', { id: 1, error: { code: 2, msg: 'no' } }, 'refused_by_venue'],
    ['an empty list', [], 'not_object'],
    ['null', null, 'not_object'],
    ['an empty object', {}, 'missing_field'],
  ])('does not believe %s', (_, frame, reason) => {
    expect(parse(binance, frame)).toMatchObject({ type: 'error', reason })
  })

  it.each([
    ['an acknowledgement', { result: null, id: 1 }, 'acknowledged'],
    ['a notice of maintenance', { e: 'serverShutdown', E: nowMs }, 'maintenance'],
    [
      'maintenance in a combined stream',
      { stream: '!x', data: { e: 'serverShutdown', E: 1 } },
      'maintenance',
    ],
    ['another symbol', { ...binanceTicker, s: 'LTCUSDT' }, 'other_symbol'],
    ['another stream', { e: 'kline', s: 'BTCUSDT' }, 'other_channel'],
  ])('passes over %s', (_, frame, reason) => {
    expect(parse(binance, frame)).toEqual({ type: 'ignored', reason })
  })

  it('accepts a clock that is a little ahead, and a book that crosses by a hair', () => {
    expect(parse(binance, { ...binanceTicker, E: nowMs + 59_000 })).toMatchObject({ type: 'ticker' })
    expect(parse(binance, { ...binanceTicker, b: '84000.14' })).toMatchObject({ type: 'ticker' })
  })

  it('reads klines and leaves out rows that cannot be true', () => {
    const row = [60_000, '2', '3', '1', '2.5', '10', 119_999, '25', 4, '5', '12', '0']
    const impossible = [120_000, '2', '1', '3', '2.5', '10', 179_999, '25', 4, '5', '12', '0']
    const candle = {
      atMs: 60_000,
      open: '2',
      high: '3',
      low: '1',
      close: '2.5',
      volume: '10',
      quoteVolume: '25',
    }
    expect(binance.readKlines([impossible, row, ['x'], null])).toEqual([candle])
    expect(binance.readKlines({ code: -1121, msg: 'Invalid symbol.' })).toBeUndefined()
  })
})

describe('Gate frames', () => {
  it('keeps every digit of a ticker', () => {
    expect(parse(gate, gateTicker)).toMatchObject({
      ...{ symbol: 'ETH', price: '2900.1', bid: '2900.05', ask: '2900.2', changePercent24h: '1.25' },
      ...{ high24h: '2950', low24h: '2800', volume24h: '29001', exchangeMs: nowMs - 3 },
    })
  })

  it('keeps the time of a trade as fine as it is given', () => {
    expect(parse(gate, gateTrade)).toMatchObject({
      ...{
        symbol: 'XRP',
        price: '0.4705000000',
        quantity: '16.4700000000',
        side: 'sell',
        tradeId: 309143071,
      },
      ...{ exchangeMs: 1606292218213, subMs: '4578' },
    })
  })

  it('knows maintenance in all three layouts', () => {
    const notice = { type: 'upgrade', msg: 'The connection will soon be closed please reconnect' }
    const layouts = [
      { time: 1, channel: 'spot.system', event: 'update', result: notice },
      notice,
      { time: 1, channel: 'spot.tickers', event: 'upgrade', result: null },
    ]
    for (const layout of layouts) {
      expect(parse(gate, layout)).toEqual({ type: 'ignored', reason: 'maintenance' })
    }
  })

  it.each([
    ['pongs', { channel: 'spot.pong', event: '', result: null }, 'pong'],
    [
      'acknowledgements',
      { channel: 'spot.trades', event: 'subscribe', error: null, result: { status: 'success' } },
      'acknowledged',
    ],
    ['frames without a channel', { time: 1, error: null, result: null }, 'other_channel'],
    ['other pairs', { ...gateTrade, result: { ...gateTrade.result, currency_pair: 'A_B' } }, 'other_symbol'],
  ])('passes over %s', (_, frame, reason) => {
    expect(parse(gate, frame)).toEqual({ type: 'ignored', reason })
  })

  it.each([
    [
      'an error',
      { channel: 'spot.tickers', event: 'subscribe', error: { code: 2, message: 'x' } },
      'refused_by_venue',
    ],
    ['an update without a result', { ...gateTicker, result: null }, 'not_object'],
    ['a trade without a side', { ...gateTrade, result: { ...gateTrade.result, side: 'x' } }, 'bad_side'],
    [
      'a time that is no time',
      { ...gateTrade, result: { ...gateTrade.result, create_time_ms: 'a' } },
      'bad_time',
    ],
  ])('does not believe %s', (_, frame, reason) => {
    expect(parse(gate, frame)).toMatchObject({ type: 'error', reason })
  })

  it('reads candlesticks in their own order of columns', () => {
    const rows = [['60', '25', '2.5', '3', '1', '2', '10', 'true']]
    const candle = {
      atMs: 60_000,
      open: '2',
      high: '3',
      low: '1',
      close: '2.5',
      volume: '10',
      quoteVolume: '25',
    }
    expect(gate.readKlines(rows)).toEqual([candle])
  })
})

describe('any text', () => {
  const documentedTrade = {
    ...gateTrade,
    result: {
      ...{ id: 309143071, id_market: 2390902, create_time: 1606292218, create_time_ms: '1606292218213.4578' },
      ...{ side: 'sell', currency_pair: 'BTC_USDT', amount: '16.4700000000', price: '0.4705000000' },
      ...{ range: '2390902-2390902', stock: 'BTC', trade_mode: 0 },
    },
  }
  const frames = [
    ...[combined(binanceTicker), combined(binanceTrade), binanceTrade, gateTicker, gateTrade],
    ...[documentedTrade, combined({ ...binanceTicker, P: '+1.5', n: -3.5, zz: null, c: '0.10000000' })],
  ].map((frame) => JSON.stringify(frame))

  it('is read the same by its layout as field by field', () => {
    const random = seeded(11)
    const kinds = new Map<string, number>()
    for (let round = 0; round < 20_000; round += 1) {
      const frame = frames[round % frames.length] ?? ''
      const text = round < frames.length ? frame : garbled(frame, random)
      for (const exchange of [binance, gate]) {
        const parsed = exchange.parse(text, nowMs)
        kinds.set(parsed.type, (kinds.get(parsed.type) ?? 0) + 1)
        // No layout begins with a space.
        expect(parsed, text).toEqual(exchange.parse(` ${text}`, nowMs))
      }
    }
    // Digits for digits mostly, so that layouts have something to accept.
    expect(kinds.get('ticker')).toBeGreaterThan(1000)
    expect(kinds.get('trade')).toBeGreaterThan(1000)
    expect(kinds.get('error')).toBeGreaterThan(1000)
  })

  it('gives an answer, and never a price that the venue did not send', () => {
    const random = seeded(7)
    const kinds = new Map<string, number>()
    for (let round = 0; round < 4000; round += 1) {
      const text = broken(frames[round % frames.length] ?? '', random)
      for (const exchange of [binance, gate]) {
        const parsed = exchange.parse(text, nowMs)
        kinds.set(parsed.type, (kinds.get(parsed.type) ?? 0) + 1)
        if (parsed.type !== 'ticker' && parsed.type !== 'trade') continue
        expect(Number(parsed.price)).toBeGreaterThan(0)
        expect(text).toContain(`"${parsed.price}"`)
        expect(parsed.exchangeMs).toBeLessThan(nowMs + 60_000)
      }
    }
    expect([...kinds.values()].reduce((sum, count) => sum + count)).toBe(8000)
    expect(kinds.get('error')).toBeGreaterThan(2000)
  })
})

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** One character replaced, by one of its kind or by any. */
function garbled(frame: string, random: () => number): string {
  const at = Math.floor(random() * frame.length)
  const any = '0123456789.-+"\\{}[],:eE \n\u0000atf'
  const replaced = /\d/.test(frame[at] ?? '') && random() < 0.7 ? '0123456789' : any
  return `${frame.slice(0, at)}${replaced[Math.floor(random() * replaced.length)]}${frame.slice(at + 1)}`
}

function broken(frame: string, random: () => number): string {
  const at = Math.floor(random() * frame.length)
  const ways = [
    () => frame.slice(0, at),
    () => frame.slice(0, at) + String.fromCharCode(32 + Math.floor(random() * 95)) + frame.slice(at + 1),
    () => frame.replace(/"[^"]*"(?=[,}])/, () => String(random())),
    () => frame.replace(/:"/, ':"-'),
    () => frame.replace(/\d+/, 'NaN'),
    () => `${frame}${frame}`,
    () => frame.replaceAll('{', '['),
  ]
  return ways[Math.floor(random() * ways.length)]?.() ?? ''
}

/**
 * Binance spot: combined streams of `24hrTicker` (once a second) and `trade`, and REST klines.
 * Sources: developers.binance.com, "WebSocket Streams" and "Market Data endpoints" (July 2026).
 */
import { type CoinSymbol, coinSymbols } from '@sage/db/vocabulary'
import type { Exchange, Parsed, Tick, Ticker, Trade } from './exchange.ts'
import {
  amount,
  believableMs,
  checkBook,
  checkRange,
  type Fields,
  isObject,
  object,
  percent,
  positive,
  refuse,
  total,
  tradeId,
} from './fields.ts'
import { readRows } from './klines.ts'
import { layout, skipped, wanted } from './layout.ts'

const symbolOf: ReadonlyMap<unknown, CoinSymbol> = new Map(
  coinSymbols.map((symbol) => [`${symbol}USDT`, symbol]),
)
const streams = coinSymbols.flatMap((symbol) => {
  const pair = `${symbol}usdt`.toLowerCase()
  return [`${pair}@ticker`, `${pair}@trade`]
})

export const binance: Exchange = {
  venue: 'binance',
  contiguousTradeIds: true,

  /** Streams are named in the address: nothing has to be sent, so no limit on messages can be met. */
  socketUrl: (configured) => `${configured.replace(/\/+$/, '')}/stream?streams=${streams.join('/')}`,

  greeting: () => [],

  parse: (frame, receivedMs) => total(frame, receivedMs, readLaidOut, read),

  klinesUrl: (base, symbol, interval, fromMs, lastMs) =>
    `${base.replace(/\/+$/, '')}/api/v3/klines?symbol=${symbol}USDT&interval=${interval}` +
    `&startTime=${fromMs}&endTime=${lastMs}&limit=1000`,

  /** `[openMs, open, high, low, close, volume, closeMs, quoteVolume, …]` */
  readKlines: (body) =>
    readRows(body, { at: 0, unitMs: 1, open: 1, high: 2, low: 3, close: 4, volume: 5, quoteVolume: 7 }),
}

const tickerLayout = layout({
  stream: skipped,
  data: {
    ...{ e: '24hrTicker', E: wanted.integer, s: wanted.name, p: skipped, P: wanted.percent, w: skipped },
    ...{ x: skipped, c: wanted.positive, Q: skipped, b: wanted.positive, B: skipped, a: wanted.positive },
    ...{ A: skipped, o: skipped, h: wanted.positive, l: wanted.positive, v: skipped, q: wanted.amount },
  },
})
const tradeLayout = layout({
  stream: skipped,
  data: {
    ...{ e: 'trade', E: skipped, s: wanted.name, t: wanted.integer, p: wanted.positive, q: wanted.positive },
    ...{ T: wanted.integer, m: wanted.flag },
  },
})

/** `undefined` for whatever is not laid out as documented, or is not one of our coins. */
function readLaidOut(frame: string, receivedMs: number): Tick | undefined {
  const ticker = tickerLayout.exec(frame)
  if (ticker !== null) {
    const [, ms, pair, changePercent24h = '', price = '', bid = '', ask = '', high24h = '', low24h = ''] =
      ticker
    const symbol = symbolOf.get(pair)
    if (symbol === undefined) return undefined
    checkBook(bid, ask)
    checkRange(high24h, low24h)
    return {
      type: 'ticker',
      venue: 'binance',
      symbol,
      price,
      bid,
      ask,
      changePercent24h,
      high24h,
      low24h,
      volume24h: ticker[9] ?? '',
      exchangeMs: believableMs(Number(ms), receivedMs, 'E'),
    }
  }
  const trade = tradeLayout.exec(frame)
  if (trade === null) return undefined
  const [, pair, id, price = '', quantity = '', ms, buyerIsMaker] = trade
  const symbol = symbolOf.get(pair)
  if (symbol === undefined) return undefined
  return {
    type: 'trade',
    venue: 'binance',
    symbol,
    price,
    quantity,
    side: buyerIsMaker === 'true' ? 'sell' : 'buy',
    tradeId: Number(id),
    exchangeMs: believableMs(Number(ms), receivedMs, 'T'),
  }
}

function read(frame: Fields, receivedMs: number): Parsed {
  // Combined streams wrap the event; a raw stream sends it bare.
  const event = 'stream' in frame ? object(frame.data) : frame
  switch (event.e) {
    case '24hrTicker':
      return readTicker(event, receivedMs)
    case 'trade':
      return readTrade(event, receivedMs)
    case 'serverShutdown':
      return { type: 'ignored', reason: 'maintenance' }
    case undefined:
      return readAnswer(event)
    default:
      return { type: 'ignored', reason: 'other_channel' }
  }
}

/** `{"result":null,"id":1}` or `{"code":2,"msg":"…"}`, the latter also inside `error`. */
function readAnswer(event: Fields): Parsed {
  const error = isObject(event.error) ? event.error : event
  if (error.code !== undefined) refuse('refused_by_venue', `${String(error.code)} ${String(error.msg)}`)
  if ('result' in event) return { type: 'ignored', reason: 'acknowledged' }
  // `bookTicker` has neither an event name nor a time.
  if ('u' in event) return { type: 'ignored', reason: 'other_channel' }
  return refuse('missing_field', 'e')
}

function readTicker(event: Fields, receivedMs: number): Ticker | Parsed {
  if (event.s === undefined) return refuse('missing_field', 's')
  const symbol = symbolOf.get(event.s)
  if (symbol === undefined) return { type: 'ignored', reason: 'other_symbol' }
  const ticker: Ticker = {
    type: 'ticker',
    venue: 'binance',
    symbol,
    price: positive(event.c, 'c'),
    bid: positive(event.b, 'b'),
    ask: positive(event.a, 'a'),
    changePercent24h: percent(event.P, 'P'),
    high24h: positive(event.h, 'h'),
    low24h: positive(event.l, 'l'),
    volume24h: amount(event.q, 'q'),
    exchangeMs: believableMs(event.E, receivedMs, 'E'),
  }
  checkBook(ticker.bid, ticker.ask)
  checkRange(ticker.high24h, ticker.low24h)
  return ticker
}

function readTrade(event: Fields, receivedMs: number): Trade | Parsed {
  if (event.s === undefined) return refuse('missing_field', 's')
  const symbol = symbolOf.get(event.s)
  if (symbol === undefined) return { type: 'ignored', reason: 'other_symbol' }
  const buyerIsMaker = event.m
  if (buyerIsMaker === undefined) return refuse('missing_field', 'm')
  if (typeof buyerIsMaker !== 'boolean') return refuse('bad_side', 'm')
  return {
    type: 'trade',
    venue: 'binance',
    symbol,
    price: positive(event.p, 'p'),
    quantity: positive(event.q, 'q'),
    side: buyerIsMaker ? 'sell' : 'buy',
    tradeId: tradeId(event.t, 't'),
    exchangeMs: believableMs(event.T, receivedMs, 'T'),
  }
}

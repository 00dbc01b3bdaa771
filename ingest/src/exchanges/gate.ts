/**
 * Gate.io spot, WebSocket v4: `spot.tickers` (once a second) and `spot.trades`, and REST candlesticks.
 * Source: gate.com/docs/developers/apiv4 (ws and REST) and the announcement of `spot.system` of February 2026.
 */
import { type CoinSymbol, coinSymbols } from '@sage/db/vocabulary'
import type { Exchange, Parsed, Tick } from './exchange.ts'
import {
  amount,
  believableMs,
  checkBook,
  checkRange,
  type Fields,
  isDecimal,
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
  coinSymbols.map((symbol) => [`${symbol}_USDT`, symbol]),
)
const pairs = coinSymbols.map((symbol) => `${symbol}_USDT`)

export const gate: Exchange = {
  venue: 'gate',
  // Undocumented, and not relied upon.
  contiguousTradeIds: false,

  socketUrl: (configured) => configured,

  greeting: (nowMs) =>
    ['spot.tickers', 'spot.trades'].map((channel) =>
      JSON.stringify({ time: seconds(nowMs), channel, event: 'subscribe', payload: pairs }),
    ),

  heartbeat: (nowMs) => JSON.stringify({ time: seconds(nowMs), channel: 'spot.ping' }),

  parse: (frame, receivedMs) => total(frame, receivedMs, readLaidOut, read),

  /** `limit` excludes `from` and `to`, both in seconds and inclusive. */
  klinesUrl: (base, symbol, interval, fromMs, lastMs) =>
    `${base.replace(/\/+$/, '')}/api/v4/spot/candlesticks?currency_pair=${symbol}_USDT` +
    `&interval=${interval}&from=${seconds(fromMs)}&to=${seconds(lastMs)}`,

  /** `[tSec, quoteVolume, close, high, low, open, baseVolume, closed]` */
  readKlines: (body) =>
    readRows(body, { at: 0, unitMs: 1000, quoteVolume: 1, close: 2, high: 3, low: 4, open: 5, volume: 6 }),
}

const tickerLayout = layout({
  ...{ time: skipped, time_ms: wanted.integer, channel: 'spot.tickers', event: 'update' },
  result: {
    ...{ currency_pair: wanted.name, last: wanted.positive, lowest_ask: wanted.positive },
    ...{ highest_bid: wanted.positive, change_percentage: wanted.percent, base_volume: skipped },
    ...{ quote_volume: wanted.amount, high_24h: wanted.positive, low_24h: wanted.positive },
  },
})
const tradeLayout = layout({
  ...{ time: skipped, time_ms: skipped, channel: 'spot.trades', event: 'update' },
  result: {
    ...{ id: wanted.integer, id_market: skipped, create_time: skipped, create_time_ms: wanted.fineMs },
    ...{ side: wanted.side, currency_pair: wanted.name, amount: wanted.positive, price: wanted.positive },
  },
})

/** `undefined` for whatever is not laid out as documented, or is not one of our coins. */
function readLaidOut(frame: string, receivedMs: number): Tick | undefined {
  const ticker = tickerLayout.exec(frame)
  if (ticker !== null) {
    const [, ms, pair, price = '', ask = '', bid = '', changePercent24h = '', volume24h = ''] = ticker
    const symbol = symbolOf.get(pair)
    if (symbol === undefined) return undefined
    const high24h = ticker[8] ?? ''
    const low24h = ticker[9] ?? ''
    checkBook(bid, ask)
    checkRange(high24h, low24h)
    return {
      type: 'ticker',
      venue: 'gate',
      symbol,
      price,
      bid,
      ask,
      changePercent24h,
      high24h,
      low24h,
      volume24h,
      exchangeMs: believableMs(Number(ms), receivedMs, 'time_ms'),
    }
  }
  const trade = tradeLayout.exec(frame)
  if (trade === null) return undefined
  const [, id, ms, subMs, side, pair, quantity = '', price = ''] = trade
  const symbol = symbolOf.get(pair)
  if (symbol === undefined) return undefined
  return {
    type: 'trade',
    venue: 'gate',
    symbol,
    price,
    quantity,
    side: side === 'buy' ? 'buy' : 'sell',
    tradeId: Number(id),
    exchangeMs: believableMs(Number(ms), receivedMs, 'create_time_ms'),
    subMs,
  }
}

function read(frame: Fields, receivedMs: number): Parsed {
  const { channel, event, error, result } = frame
  if (isObject(error)) return refuse('refused_by_venue', `${String(error.code)} ${String(error.message)}`)
  if (isMaintenance(frame)) return { type: 'ignored', reason: 'maintenance' }
  if (channel === 'spot.pong') return { type: 'ignored', reason: 'pong' }
  if (event === 'subscribe' || event === 'unsubscribe') return { type: 'ignored', reason: 'acknowledged' }
  if (channel === 'spot.tickers' && event === 'update') return readTicker(frame, object(result), receivedMs)
  if (channel === 'spot.trades' && event === 'update') return readTrade(object(result), receivedMs)
  if (channel === 'spot.tickers' || channel === 'spot.trades') return refuse('missing_field', 'event')
  // Answers to a frame that Gate could not read come without a channel.
  return { type: 'ignored', reason: 'other_channel' }
}

/** As announced (`spot.system`), as documented (bare `{type, msg}`), and as Gate's own client knows it (`event`). */
function isMaintenance({ channel, event, type, result }: Fields): boolean {
  if (event === 'upgrade' || channel === 'spot.system') return true
  return channel === undefined && (type === 'upgrade' || (isObject(result) && result.type === 'upgrade'))
}

function readTicker(frame: Fields, result: Fields, receivedMs: number): Parsed {
  const pair = result.currency_pair
  if (pair === undefined) return refuse('missing_field', 'currency_pair')
  const symbol = symbolOf.get(pair)
  if (symbol === undefined) return { type: 'ignored', reason: 'other_symbol' }
  const bid = positive(result.highest_bid, 'highest_bid')
  const ask = positive(result.lowest_ask, 'lowest_ask')
  const high24h = positive(result.high_24h, 'high_24h')
  const low24h = positive(result.low_24h, 'low_24h')
  checkBook(bid, ask)
  checkRange(high24h, low24h)
  return {
    type: 'ticker',
    venue: 'gate',
    symbol,
    price: positive(result.last, 'last'),
    bid,
    ask,
    changePercent24h: percent(result.change_percentage, 'change_percentage'),
    high24h,
    low24h,
    volume24h: amount(result.quote_volume, 'quote_volume'),
    exchangeMs: envelopeMs(frame, receivedMs),
  }
}

/** Tickers carry no time of their own; older servers send only whole seconds. */
function envelopeMs({ time, time_ms }: Fields, receivedMs: number): number {
  if (time_ms !== undefined) return believableMs(time_ms, receivedMs, 'time_ms')
  return believableMs(typeof time === 'number' ? time * 1000 : time, receivedMs, 'time')
}

function readTrade(result: Fields, receivedMs: number): Parsed {
  const pair = result.currency_pair
  if (pair === undefined) return refuse('missing_field', 'currency_pair')
  const symbol = symbolOf.get(pair)
  if (symbol === undefined) return { type: 'ignored', reason: 'other_symbol' }
  const { side } = result
  if (side === undefined) return refuse('missing_field', 'side')
  if (side !== 'buy' && side !== 'sell') return refuse('bad_side', 'side')
  const time = tradeTime(result.create_time_ms)
  const point = time.indexOf('.')
  return {
    type: 'trade',
    venue: 'gate',
    symbol,
    price: positive(result.price, 'price'),
    quantity: positive(result.amount, 'amount'),
    side,
    tradeId: tradeId(result.id, 'id'),
    exchangeMs: believableMs(
      Number(point === -1 ? time : time.slice(0, point)),
      receivedMs,
      'create_time_ms',
    ),
    subMs: point === -1 ? undefined : time.slice(point + 1),
  }
}

/** Milliseconds with a fraction, `"1606292218213.4578"`, as text: a double has not digits enough. */
function tradeTime(value: unknown): string {
  if (value === undefined) return refuse('missing_field', 'create_time_ms')
  const text = typeof value === 'number' ? String(value) : value
  return isDecimal(text) ? text : refuse('bad_time', 'create_time_ms')
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000)
}

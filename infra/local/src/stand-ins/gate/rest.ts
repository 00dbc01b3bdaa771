/** Gate.io's REST market data: `/api/v4/spot/{time,tickers,candlesticks}` with its labelled errors. */
import type { Market } from '../market-model.ts'
import { candleRow, pairs, tickerResult } from './frames.ts'

const minuteMs = 60_000
const intervals: ReadonlyMap<string, number> = new Map([
  ['1m', minuteMs],
  ['5m', 5 * minuteMs],
  ['15m', 15 * minuteMs],
  ['30m', 30 * minuteMs],
  ['1h', 60 * minuteMs],
  ['4h', 240 * minuteMs],
  ['8h', 480 * minuteMs],
  ['1d', 1440 * minuteMs],
  ['7d', 7 * 1440 * minuteMs],
])
const defaultRows = 100
const mostRows = 1000
/** Candles further back than this many are not served. */
const mostRowsBack = 10_000

export interface RestAnswer {
  readonly status: number
  readonly body: unknown
}

export async function answerRest(market: Market, url: URL, skewMs: number): Promise<RestAnswer> {
  switch (url.pathname) {
    case '/api/v4/spot/time':
      return { status: 200, body: { server_time: market.now() + skewMs } }
    case '/api/v4/spot/tickers':
      return tickers(market, url.searchParams)
    case '/api/v4/spot/candlesticks':
      return candlesticks(market, url.searchParams)
    default:
      return { status: 404, body: { label: 'NOT_FOUND', message: 'Not found' } }
  }
}

function tickers(market: Market, query: URLSearchParams): RestAnswer {
  const asked = query.get('currency_pair')
  const coin = asked === null ? undefined : pairs.get(asked)
  if (asked !== null && !coin) return invalid('INVALID_CURRENCY_PAIR', `Invalid currency pair ${asked}`)
  const found = coin ? [coin] : [...pairs.values()]
  const body = found.flatMap((each) => {
    const day = market.statistics('gate', each)
    return day ? [tickerResult(each, market.tape('gate', each), day)] : []
  })
  return { status: 200, body }
}

async function candlesticks(market: Market, query: URLSearchParams): Promise<RestAnswer> {
  const pair = query.get('currency_pair')
  if (!pair) return invalid('MISSING_REQUIRED_PARAM', 'Missing required parameter: currency_pair')
  const coin = pairs.get(pair)
  if (!coin) return invalid('INVALID_CURRENCY_PAIR', `Invalid currency pair ${pair}`)
  const intervalMs = intervals.get(query.get('interval') ?? '30m')
  if (intervalMs === undefined) return invalid('INVALID_PARAM_VALUE', 'Invalid value for parameter: interval')
  for (const name of ['limit', 'from', 'to']) {
    if (!/^\d{0,12}$/.test(query.get(name) ?? '')) {
      return invalid('INVALID_PARAM_VALUE', `Invalid value for parameter: ${name}`)
    }
  }
  const [limit, from, to] = ['limit', 'from', 'to'].map((name) => integer(query, name))
  if (limit !== undefined && (from !== undefined || to !== undefined)) {
    return invalid('INVALID_PARAM_VALUE', 'limit conflicts with from and to')
  }
  if ((limit ?? defaultRows) > mostRows) {
    return invalid('INVALID_PARAM_VALUE', `Invalid value for parameter: limit; maximum ${mostRows}`)
  }
  const nowMs = market.now()
  const toMs = Math.min((to ?? nowMs / 1000) * 1000, nowMs)
  const rows = limit ?? defaultRows
  const newest = Math.floor(toMs / intervalMs) * intervalMs
  const fromMs = from === undefined ? newest - (rows - 1) * intervalMs : from * 1000
  if ((toMs - fromMs) / intervalMs > mostRows) {
    return invalid(
      'INVALID_PARAM_VALUE',
      `Candlestick range too broad. Maximum ${mostRows} data points are allowed per request`,
    )
  }
  if ((nowMs - fromMs) / intervalMs > mostRowsBack) {
    return invalid(
      'INVALID_PARAM_VALUE',
      `Candlestick too long ago. Maximum ${mostRowsBack} points ago are allowed`,
    )
  }
  const candles = await market.candles('gate', coin, { intervalMs, fromMs, toMs })
  const tape = market.tape('gate', coin)
  return { status: 200, body: candles.map((candle) => candleRow(tape, candle, intervalMs, nowMs)) }
}

function invalid(label: string, message: string): RestAnswer {
  return { status: 400, body: { label, message } }
}

function integer(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  return text === null || text === '' ? undefined : Number(text)
}

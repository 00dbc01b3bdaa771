/** Binance's REST market data: `/api/v3/{ping,time,klines,ticker/24hr}`, with its errors, weights and limits. */
import { type Coin, coins, type Market } from '../market-model.ts'
import { dayTicker, klineRow } from './frames.ts'
import { pairs } from './symbols.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const intervals: ReadonlyMap<string, number> = new Map([
  ['1m', minuteMs],
  ['3m', 3 * minuteMs],
  ['5m', 5 * minuteMs],
  ['15m', 15 * minuteMs],
  ['30m', 30 * minuteMs],
  ['1h', hourMs],
  ['2h', 2 * hourMs],
  ['4h', 4 * hourMs],
  ['6h', 6 * hourMs],
  ['8h', 8 * hourMs],
  ['12h', 12 * hourMs],
  ['1d', dayMs],
  ['3d', 3 * dayMs],
  ['1w', 7 * dayMs],
])
/** 5 January 1970 was the first Monday. */
const weekOffsetMs = 4 * dayMs

const defaultRows = 500
const mostRows = 1000

export interface Weights {
  /** Weight of this minute so far, this request included. */
  spend(weight: number): number
  used(): number
}

/** Counts request weight by the clock's minute. */
export function createWeights(now: () => number): Weights {
  let minute = 0
  let used = 0
  const current = () => {
    const thisMinute = Math.floor(now() / minuteMs)
    if (thisMinute !== minute) {
      minute = thisMinute
      used = 0
    }
    return used
  }
  return {
    used: current,
    spend(weight) {
      used = current() + weight
      return used
    },
  }
}

export interface RestOptions {
  readonly market: Market
  readonly weights: Weights
  readonly weightPerMinute: number
  readonly skewMs: number
}

export interface RestAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** JSON; undefined where Binance answers with a page. */
  readonly body: unknown
}

/** A body, or the error Binance gives: its code (negative) and message. */
type Outcome = { readonly body: unknown } | { readonly code: number; readonly msg: string }

export async function answerRest(options: RestOptions, url: URL): Promise<RestAnswer> {
  const { market, weights, weightPerMinute, skewMs } = options
  const route = routeOf(url)
  if (!route) return { status: 404, headers: {}, body: undefined }
  const used = weights.spend(route.weight)
  const headers = { 'x-mbx-used-weight': String(used), 'x-mbx-used-weight-1m': String(used) }
  if (used > weightPerMinute) {
    const secondsLeft = Math.ceil((minuteMs - (market.now() % minuteMs)) / 1000)
    const banned = used > weightPerMinute * 2
    const msg = banned
      ? `Way too much request weight used; IP banned until ${market.now() + secondsLeft * 1000}.`
      : `Too much request weight used; current limit is ${weightPerMinute} request weight per 1 MINUTE.`
    return {
      status: banned ? 418 : 429,
      headers: { ...headers, 'retry-after': String(secondsLeft) },
      body: { code: -1003, msg },
    }
  }
  const outcome = await route.answer(market, url.searchParams, skewMs)
  return 'body' in outcome
    ? { status: 200, headers, body: outcome.body }
    : { status: 400, headers, body: outcome }
}

interface Route {
  readonly weight: number
  answer(market: Market, query: URLSearchParams, skewMs: number): Outcome | Promise<Outcome>
}

function routeOf({ pathname, searchParams }: URL): Route | undefined {
  switch (pathname) {
    case '/api/v3/ping':
      return { weight: 1, answer: () => ({ body: {} }) }
    case '/api/v3/time':
      return { weight: 1, answer: (market, _, skewMs) => ({ body: { serverTime: market.now() + skewMs } }) }
    case '/api/v3/klines':
      return { weight: 2, answer: klines }
    case '/api/v3/ticker/24hr':
      return { weight: searchParams.has('symbol') ? 2 : 80, answer: dayTickers }
    default:
      return undefined
  }
}

async function klines(market: Market, query: URLSearchParams): Promise<Outcome> {
  const symbol = query.get('symbol')
  if (!symbol) return missing('symbol')
  if (!/^[A-Z0-9-_.]{1,20}$/.test(symbol)) return illegal('symbol', '^[A-Z0-9-_.]{1,20}$')
  const coin = pairs.get(symbol)
  if (!coin) return { code: -1121, msg: 'Invalid symbol.' }
  const interval = query.get('interval')
  if (!interval) return missing('interval')
  const intervalMs = intervals.get(interval)
  if (intervalMs === undefined) return { code: -1120, msg: 'Invalid interval.' }
  for (const name of ['limit', 'startTime', 'endTime']) {
    if (!/^\d{0,20}$/.test(query.get(name) ?? '')) return illegal(name, '^[0-9]{1,20}$')
  }
  const limit = integer(query, 'limit') ?? defaultRows
  if (limit < 1) return { code: -1105, msg: "Parameter 'limit' was empty." }
  const rows = Math.min(limit, mostRows)
  const offsetMs = interval === '1w' ? weekOffsetMs : 0
  const lastMs = Math.min(integer(query, 'endTime') ?? market.now(), market.now())
  const newest = Math.floor((lastMs - offsetMs) / intervalMs) * intervalMs + offsetMs
  const fromMs = integer(query, 'startTime') ?? newest - (rows - 1) * intervalMs
  const first = Math.ceil((fromMs - offsetMs) / intervalMs) * intervalMs + offsetMs
  const toMs = Math.min(newest, first + (rows - 1) * intervalMs)
  const candles = await market.candles('binance', coin, { intervalMs, fromMs, toMs, offsetMs })
  const tape = market.tape('binance', coin)
  return { body: candles.map((candle) => klineRow(tape, candle, intervalMs)) }
}

function dayTickers(market: Market, query: URLSearchParams): Outcome {
  const symbol = query.get('symbol')
  const asked = symbol === null ? coins : [pairs.get(symbol)]
  const found = asked.filter((coin): coin is Coin => coin !== undefined)
  if (found.length < asked.length) return { code: -1121, msg: 'Invalid symbol.' }
  const tickers = found.flatMap((coin) => {
    const day = market.statistics('binance', coin)
    return day ? [dayTicker(coin, market.tape('binance', coin), day, market.now())] : []
  })
  return { body: symbol === null ? tickers : tickers[0] }
}

function missing(name: string): Outcome {
  return { code: -1102, msg: `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.` }
}

function illegal(name: string, range: string): Outcome {
  return { code: -1100, msg: `Illegal characters found in parameter '${name}'; legal range is '${range}'.` }
}

function integer(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  return text === null || text === '' ? undefined : Number(text)
}

/** Binance's stream payloads and kline rows (web-socket-streams, July 2026); every number is a string of 8 decimals. */
import { formatUnits } from '../market/coins.ts'
import { book } from '../market/quotes.ts'
import type { Candle, Coin, DayStatistics, Tape, Trade } from '../market-model.ts'
import { pairOf } from './symbols.ts'

const decimals = 8

/** How this coin's prices, quantities and turnovers are written. */
export function writer({ listing }: Tape) {
  const { priceDecimals, quantityDecimals } = listing
  return {
    price: (units: number) => formatUnits(units, priceDecimals, decimals),
    quantity: (units: number) => formatUnits(units, quantityDecimals, decimals),
    quote: (units: bigint) => formatUnits(units, priceDecimals + quantityDecimals, decimals),
  }
}

export function tickerFrame(coin: Coin, tape: Tape, day: DayStatistics, nowMs: number, skewMs: number) {
  const { price, quantity, quote } = writer(tape)
  const { candle, last, previousClose } = day
  const { bid, ask } = book(last)
  return {
    e: '24hrTicker',
    E: nowMs + skewMs,
    s: pairOf(coin),
    p: price(candle.close - candle.open),
    P: ((candle.close / candle.open - 1) * 100).toFixed(3),
    w: averagePrice(tape, candle),
    x: price(previousClose),
    c: price(candle.close),
    Q: quantity(last.quantity),
    b: price(bid),
    B: quantity(restingQuantity(last, 7)),
    a: price(ask),
    A: quantity(restingQuantity(last, 5)),
    o: price(candle.open),
    h: price(candle.high),
    l: price(candle.low),
    v: quantity(candle.quantity),
    q: quote(candle.quote),
    O: candle.openMs + skewMs,
    C: nowMs + skewMs,
    F: candle.firstId,
    L: last.id,
    n: candle.trades,
  }
}

export function miniTickerFrame(
  coin: Coin,
  tape: Tape,
  { candle }: DayStatistics,
  nowMs: number,
  skewMs: number,
) {
  const { price, quantity, quote } = writer(tape)
  return {
    e: '24hrMiniTicker',
    E: nowMs + skewMs,
    s: pairOf(coin),
    c: price(candle.close),
    o: price(candle.open),
    h: price(candle.high),
    l: price(candle.low),
    v: quantity(candle.quantity),
    q: quote(candle.quote),
  }
}

export function tradeFrame(coin: Coin, tape: Tape, trade: Trade, nowMs: number, skewMs: number) {
  const { price, quantity } = writer(tape)
  return {
    e: 'trade',
    E: nowMs + skewMs,
    s: pairOf(coin),
    t: trade.id,
    p: price(trade.price),
    q: quantity(trade.quantity),
    T: trade.atMs + skewMs,
    m: !trade.takerBuys,
    M: true,
  }
}

export function bookTickerFrame(coin: Coin, tape: Tape, trade: Trade) {
  const { price, quantity } = writer(tape)
  const { bid, ask } = book(trade)
  return {
    u: trade.id * 7,
    s: pairOf(coin),
    b: price(bid),
    B: quantity(restingQuantity(trade, 7)),
    a: price(ask),
    A: quantity(restingQuantity(trade, 5)),
  }
}

/** `[openMs, open, high, low, close, volume, closeMs, quoteVolume, trades, takerBase, takerQuote, ignore]` */
export function klineRow(tape: Tape, candle: Candle, intervalMs: number) {
  const { price, quantity, quote } = writer(tape)
  return [
    candle.openMs,
    price(candle.open),
    price(candle.high),
    price(candle.low),
    price(candle.close),
    quantity(candle.quantity),
    candle.openMs + intervalMs - 1,
    quote(candle.quote),
    candle.trades,
    quantity(candle.takerQuantity),
    quote(candle.takerQuote),
    '0',
  ]
}

/** `GET /api/v3/ticker/24hr` for one pair. */
export function dayTicker(coin: Coin, tape: Tape, day: DayStatistics, nowMs: number) {
  const frame = tickerFrame(coin, tape, day, nowMs, 0)
  return {
    symbol: frame.s,
    priceChange: frame.p,
    priceChangePercent: frame.P,
    weightedAvgPrice: frame.w,
    prevClosePrice: frame.x,
    lastPrice: frame.c,
    lastQty: frame.Q,
    bidPrice: frame.b,
    bidQty: frame.B,
    askPrice: frame.a,
    askQty: frame.A,
    openPrice: frame.o,
    highPrice: frame.h,
    lowPrice: frame.l,
    volume: frame.v,
    quoteVolume: frame.q,
    openTime: frame.O,
    closeTime: frame.C,
    firstId: frame.F,
    lastId: frame.L,
    count: frame.n,
  }
}

function averagePrice(tape: Tape, { quote, quantity, close }: Candle): string {
  const average = quantity > 0 ? Number(quote) / quantity : close
  return (average / 10 ** tape.listing.priceDecimals).toFixed(decimals)
}

/** What waits at the best price: some multiple of what was just traded, so that it is never nothing. */
function restingQuantity(last: Trade, factor: number): number {
  return last.quantity * factor + (last.id % 11)
}

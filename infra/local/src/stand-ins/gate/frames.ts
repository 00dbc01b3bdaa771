/**
 * Gate.io's frames and candle rows (spot WebSocket v4): numbers as strings without padding, times in seconds, and
 * `create_time_ms` a string with a fraction.
 */
import { formatUnits } from '../market/coins.ts'
import { book } from '../market/quotes.ts'
import { type Candle, type Coin, coins, type DayStatistics, type Tape, type Trade } from '../market-model.ts'

export const pairs: ReadonlyMap<string, Coin> = new Map(coins.map((coin) => [`${coin}_USDT`, coin]))

export function pairOf(coin: Coin): string {
  return `${coin}_USDT`
}

/** The envelope of everything that Gate sends of its own accord. */
export function update(channel: string, result: unknown, nowMs: number) {
  return { time: Math.floor(nowMs / 1000), time_ms: nowMs, channel, event: 'update', result }
}

export function tickerResult(coin: Coin, tape: Tape, { candle, last }: DayStatistics) {
  const { priceDecimals, quantityDecimals } = tape.listing
  const price = (units: number) => trimmed(formatUnits(units, priceDecimals))
  const { bid, ask } = book(last)
  return {
    currency_pair: pairOf(coin),
    last: price(candle.close),
    lowest_ask: price(ask),
    highest_bid: price(bid),
    change_percentage: trimmed(((candle.close / candle.open - 1) * 100).toFixed(4)),
    base_volume: trimmed(formatUnits(candle.quantity, quantityDecimals)),
    quote_volume: trimmed(formatUnits(candle.quote, priceDecimals + quantityDecimals)),
    high_24h: price(candle.high),
    low_24h: price(candle.low),
  }
}

export function tradeResult(coin: Coin, tape: Tape, trade: Trade, skewMs: number) {
  const { priceDecimals, quantityDecimals } = tape.listing
  const atMs = trade.atMs + skewMs
  return {
    id: trade.id,
    id_market: trade.id,
    create_time: Math.floor(atMs / 1000),
    create_time_ms: `${atMs}.${String(trade.id % 10_000).padStart(4, '0')}`,
    side: trade.takerBuys ? 'buy' : 'sell',
    currency_pair: pairOf(coin),
    amount: trimmed(formatUnits(trade.quantity, quantityDecimals)),
    price: trimmed(formatUnits(trade.price, priceDecimals)),
    range: `${trade.id}-${trade.id}`,
  }
}

/** `[tSec, quoteVolume, close, high, low, open, baseVolume, closed]` */
export function candleRow(tape: Tape, candle: Candle, intervalMs: number, nowMs: number): string[] {
  const { priceDecimals, quantityDecimals } = tape.listing
  const price = (units: number) => trimmed(formatUnits(units, priceDecimals))
  return [
    String(candle.openMs / 1000),
    trimmed(formatUnits(candle.quote, priceDecimals + quantityDecimals)),
    price(candle.close),
    price(candle.high),
    price(candle.low),
    price(candle.open),
    trimmed(formatUnits(candle.quantity, quantityDecimals)),
    String(candle.openMs + intervalMs <= nowMs),
  ]
}

function trimmed(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal
}

/**
 * One coin on one venue: every trade of every minute, and the candles they make. The trades of a minute are a function
 * of (seed, venue, coin, minute) and of what was forced on it, so whoever asks, and whenever, gets the same ones.
 */
import { createRandom, deriveSeed, hashText } from '../random.ts'
import { type Backdrop, dayMs, epochDay, minuteMs, minutesPerDay } from './backdrop.ts'
import { type Coin, type Listing, listings, traits, type VenueName } from './coins.ts'
import type { Forcing } from './forcing.ts'

/** Prices and quantities in the venue's smallest units; `id` counts up by one. */
export interface Trade {
  readonly id: number
  readonly atMs: number
  readonly price: number
  readonly quantity: number
  readonly takerBuys: boolean
}

/** `quote` is the turnover in price units times quantity units. */
export interface Candle {
  readonly openMs: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly quantity: number
  readonly quote: bigint
  readonly takerQuantity: number
  readonly takerQuote: bigint
  readonly trades: number
  readonly firstId: number
}

export interface Tape {
  readonly listing: Listing
  /** Trades with `afterMs < atMs <= untilMs`, oldest first. */
  trades(afterMs: number, untilMs: number): Trade[]
  /**
   * One candle from the trades in `[fromMs, toMs)` (both on a minute) that have happened by `nowMs`; undefined where
   * there are none. `nowMs` must not lie in the future, which may still be forced.
   */
  candleUntil(fromMs: number, toMs: number, nowMs: number): Candle | undefined
  /** The newest trade at `nowMs`. */
  last(nowMs: number): Trade | undefined
  /** The model's price in USDT, before anything forced. */
  modelPrice(atMs: number): number
}

/** The trades of one minute, column by column; reused, so that a year of them costs no memory. */
interface Minute {
  readonly times: Float64Array
  readonly prices: Float64Array
  readonly quantities: Float64Array
  readonly takerBuys: Uint8Array
}

/** How far the smaller venue's price strays from the model, as a share of the price. */
const venueNoise: Readonly<Record<VenueName, number>> = { binance: 0, gate: 0.00025 }
/** Width of the trades' own path within a minute, relative to the price. */
const minuteNoise = 0.00035
const tradesPerWave = 3
/** Many small trades, a few large ones, about 1 on average. */
const sizes = Float64Array.from({ length: 1024 }, (_, place) => 0.33 / (1.05 - place / 1024))
const keptDays = 3
const keptHours = 24 * 800

export function createTape(
  seed: string,
  venue: VenueName,
  coin: Coin,
  backdrop: Backdrop,
  forcing: Forcing,
): Tape {
  const listing = listings[venue][coin]
  const { wavesPerMinute: waves, dailyTurnover, level } = traits[coin]
  const count = waves * tradesPerWave
  const tapeSeed = hashText(`${seed}/${venue}/${coin}`)
  const unit = 10 ** listing.priceDecimals
  const meanQuantity =
    ((dailyTurnover * listing.share) / (minutesPerDay * count * level)) * 10 ** listing.quantityDecimals
  const buffer: Minute = {
    times: new Float64Array(count),
    prices: new Float64Array(count),
    quantities: new Float64Array(count),
    takerBuys: new Uint8Array(count),
  }
  const days = new Map<number, Float64Array>()
  const hours = new Map<number, Candle>()

  function boundary(minute: number): number {
    const day = Math.floor(minute / minutesPerDay)
    let prices = days.get(day)
    if (!prices) {
      prices = backdrop.minutePrices(coin, day)
      keep(days, day, prices, keptDays)
    }
    const price = prices[minute - day * minutesPerDay] ?? 0
    if (venueNoise[venue] === 0) return price
    const random = createRandom(deriveSeed(tapeSeed ^ 0x5bd1e995, minute))
    return price * (1 + venueNoise[venue] * (random() + random() - 1))
  }

  /**
   * Fills the buffer with the minute's trades: a bridge from its first price to the next minute's, in waves of three
   * trades close to one another.
   */
  function fill(minute: number): void {
    const { times, prices, quantities, takerBuys } = buffer
    const start = boundary(minute) * unit
    const end = boundary(minute + 1) * unit
    const random = createRandom(deriveSeed(tapeSeed, minute))
    const startMs = minute * minuteMs
    const forced = forcing.touches(venue, coin, startMs + minuteMs)
      ? (atMs: number, units: number) => forcing.apply(venue, coin, atMs, units / unit) * unit
      : undefined
    const eagerness = 0.4 + random() * 0.9 + Math.abs(end / start - 1) * 400
    const width = start * minuteNoise * Math.sqrt(12 / waves) * eagerness
    const ripple = Math.max(1, width / 8)
    const meanInMinute = meanQuantity * eagerness
    const waveMs = minuteMs / waves
    let price = start
    for (let wave = 0, index = 0; wave < waves; wave += 1) {
      // A draw's 32 bits serve for several figures: years of trades are made at once, and draws are what they cost.
      const motion = random() * 65_536
      const up = Math.floor(motion)
      const size = Math.floor(random() * 4294967296)
      price += (end - price) / (waves - wave) + (wave < waves - 1 ? width * (up / 32_768 - 1) : 0)
      const delay = (motion - up) * (waveMs / tradesPerWave)
      for (let place = 0; place < tradesPerWave; place += 1, index += 1) {
        const bits = (size >>> (place * 10)) & 1023
        const atMs = startMs + Math.floor(wave * waveMs + (place * waveMs) / tradesPerWave + delay)
        const near = price + ripple * ((bits & 31) / 15.5 - 1)
        times[index] = atMs
        prices[index] = Math.max(1, Math.floor((forced ? forced(atMs, near) : near) + 0.5))
        quantities[index] = Math.floor(meanInMinute * (sizes[bits] ?? 1)) + 1
        takerBuys[index] = (bits >>> 4) & 1
      }
    }
  }

  const idOf = (minute: number, index: number) => (minute - epochDay * minutesPerDay) * count + index + 1

  function trades(afterMs: number, untilMs: number): Trade[] {
    const found: Trade[] = []
    const last = Math.floor(untilMs / minuteMs)
    for (let minute = Math.floor(afterMs / minuteMs); minute <= last; minute += 1) {
      if (minute < epochDay * minutesPerDay) continue
      fill(minute)
      for (let index = 0; index < count; index += 1) {
        const atMs = buffer.times[index] ?? 0
        if (atMs > afterMs && atMs <= untilMs) found.push(tradeAt(minute, index))
      }
    }
    return found
  }

  function tradeAt(minute: number, index: number): Trade {
    return {
      id: idOf(minute, index),
      atMs: buffer.times[index] ?? 0,
      price: buffer.prices[index] ?? 0,
      quantity: buffer.quantities[index] ?? 0,
      takerBuys: buffer.takerBuys[index] === 1,
    }
  }

  function minuteCandle(minute: number, nowMs: number): Candle | undefined {
    fill(minute)
    const { times, prices, quantities, takerBuys } = buffer
    let trades = 0
    let high = 0
    let low = Number.POSITIVE_INFINITY
    let quantity = 0
    let quote = 0
    let takerQuantity = 0
    let takerQuote = 0
    for (; trades < count && (times[trades] ?? 0) <= nowMs; trades += 1) {
      const price = prices[trades] ?? 0
      const lots = quantities[trades] ?? 0
      if (price > high) high = price
      if (price < low) low = price
      quantity += lots
      quote += price * lots
      if (takerBuys[trades] === 1) {
        takerQuantity += lots
        takerQuote += price * lots
      }
    }
    if (trades === 0) return undefined
    return {
      openMs: minute * minuteMs,
      open: prices[0] ?? 0,
      high,
      low,
      close: prices[trades - 1] ?? 0,
      quantity,
      quote: BigInt(quote),
      takerQuantity,
      takerQuote: BigInt(takerQuote),
      trades,
      firstId: idOf(minute, 0),
    }
  }

  /** Whole hours in the past never change again, so each is counted once. */
  function hourCandle(hour: number, nowMs: number): Candle | undefined {
    const known = hours.get(hour)
    if (known) return known
    const isPast = (hour + 1) * 60 * minuteMs <= nowMs
    const minutes: (Candle | undefined)[] = []
    for (let minute = hour * 60; minute < hour * 60 + 60; minute += 1) {
      if (minute * minuteMs > nowMs) break
      minutes.push(minuteCandle(minute, nowMs))
    }
    const candle = join(minutes)
    if (isPast && candle) keep(hours, hour, candle, keptHours)
    return candle
  }

  function candleUntil(fromMs: number, toMs: number, nowMs: number): Candle | undefined {
    const parts: (Candle | undefined)[] = []
    const end = Math.ceil(Math.min(toMs, nowMs + 1) / minuteMs)
    let minute = Math.max(Math.floor(fromMs / minuteMs), epochDay * minutesPerDay)
    while (minute < end) {
      const isWholeHour = minute % 60 === 0 && (minute + 60) * minuteMs <= toMs
      parts.push(isWholeHour ? hourCandle(minute / 60, nowMs) : minuteCandle(minute, nowMs))
      minute += isWholeHour ? 60 : 1
    }
    return join(parts)
  }

  return {
    listing,
    trades,
    candleUntil,
    last(nowMs) {
      return trades(nowMs - 2 * minuteMs, nowMs).at(-1)
    },
    modelPrice(atMs) {
      const minute = Math.floor(atMs / minuteMs)
      const share = atMs / minuteMs - minute
      return boundary(minute) * (1 - share) + boundary(minute + 1) * share
    },
  }
}

/** One candle of several, in order of time. */
export function join(parts: readonly (Candle | undefined)[]): Candle | undefined {
  const candles = parts.filter((part) => part !== undefined)
  const first = candles[0]
  const last = candles.at(-1)
  if (!first || !last) return undefined
  return {
    openMs: first.openMs,
    firstId: first.firstId,
    open: first.open,
    close: last.close,
    high: candles.reduce((high, candle) => Math.max(high, candle.high), 0),
    low: candles.reduce((low, candle) => Math.min(low, candle.low), Number.POSITIVE_INFINITY),
    quantity: candles.reduce((sum, candle) => sum + candle.quantity, 0),
    quote: candles.reduce((sum, candle) => sum + candle.quote, 0n),
    takerQuantity: candles.reduce((sum, candle) => sum + candle.takerQuantity, 0),
    takerQuote: candles.reduce((sum, candle) => sum + candle.takerQuote, 0n),
    trades: candles.reduce((sum, candle) => sum + candle.trades, 0),
  }
}

function keep<Value>(cache: Map<number, Value>, key: number, value: Value, limit: number): void {
  cache.set(key, value)
  for (const oldest of cache.keys()) {
    if (cache.size <= limit) return
    cache.delete(oldest)
  }
}

export const firstMs = epochDay * dayMs

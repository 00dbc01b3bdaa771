/**
 * The replayed market: six coins on two venues, a believable year behind them, the same for everyone who asks with
 * the same seed. Live trades, candles and 24-hour statistics all come from the same tapes and so agree exactly.
 */
import * as z from 'zod'
import { createBackdrop, dayMs, minuteMs } from './market/backdrop.ts'
import { type Coin, coins, type VenueName } from './market/coins.ts'
import { createForcing, Waypoints } from './market/forcing.ts'
import { type Candle, createTape, firstMs, join, type Tape, type Trade } from './market/tape.ts'

export type { Candle, Coin, Tape, Trade, VenueName }
export { coins, Waypoints }

/** 24-hour figures as of now, in the venue's units; `change` in percent of the first price. */
export interface DayStatistics {
  readonly candle: Candle
  readonly last: Trade
  readonly previousClose: number
}

/** Which venues a forced price concerns: both, unless one is named. */
export const MarketControl = z.strictObject({
  /** Moves relative to the price now, e.g. `{"BTC": [["+0s", "-5.2%"], ["+10m", "+1%"]]}`. */
  path: z.partialRecord(z.enum(coins), Waypoints).optional(),
  /** The price in USDT that a coin has from now on, e.g. `{"BTC": 50000}`. */
  price: z.partialRecord(z.enum(coins), z.number().positive()).optional(),
  /** With `path` or `price`: exactly that price, without small moves of its own. */
  still: z.boolean().optional(),
  venue: z.enum(['binance', 'gate']).optional(),
})
export type MarketControl = z.infer<typeof MarketControl>

export interface Market {
  readonly seed: string
  now(): number
  tape(venue: VenueName, coin: Coin): Tape
  /** Undefined only in the market's first minutes. */
  statistics(venue: VenueName, coin: Coin): DayStatistics | undefined
  /** Candles of `intervalMs` with `fromMs <= openMs <= toMs`, the running one included; yields to other work. */
  candles(venue: VenueName, coin: Coin, range: CandleRange): Promise<Candle[]>
  /** Forces prices from the next millisecond on. */
  force(control: MarketControl): void
  /** 0 (fear) to 100 (greed) at a UTC midnight, from how the market as a whole moved. */
  mood(day: number): number
}

export interface CandleRange {
  readonly intervalMs: number
  readonly fromMs: number
  readonly toMs: number
  /** Weeks start on Monday, all other intervals at the epoch. */
  readonly offsetMs?: number
}

export function createMarket(seed = 'sage', now: () => number = Date.now): Market {
  const backdrop = createBackdrop(seed)
  const forcing = createForcing()
  const tapes = new Map<string, Tape>()
  const days = new Map<string, { readonly minute: number; readonly candle: Candle | undefined }>()

  function tape(venue: VenueName, coin: Coin): Tape {
    const key = `${venue}/${coin}`
    const known = tapes.get(key)
    if (known) return known
    const created = createTape(seed, venue, coin, backdrop, forcing)
    tapes.set(key, created)
    return created
  }

  /** All but the running minute, counted once a minute. */
  function closedDay(venue: VenueName, coin: Coin, minute: number): Candle | undefined {
    const key = `${venue}/${coin}`
    const known = days.get(key)
    if (known?.minute === minute) return known.candle
    const candle = tape(venue, coin).candleUntil(
      minute * minuteMs - dayMs + minuteMs,
      minute * minuteMs,
      minute * minuteMs - 1,
    )
    days.set(key, { minute, candle })
    return candle
  }

  return {
    seed,
    now,
    tape,
    statistics(venue, coin) {
      const nowMs = now()
      const minute = Math.floor(nowMs / minuteMs)
      const listed = tape(venue, coin)
      const running = listed.candleUntil(minute * minuteMs, (minute + 1) * minuteMs, nowMs)
      const candle = join([closedDay(venue, coin, minute), running])
      const last = listed.last(nowMs)
      if (!candle || !last) return undefined
      const before = listed.last(minute * minuteMs - dayMs + minuteMs - 1)
      return { candle, last, previousClose: before?.price ?? candle.open }
    },
    async candles(venue, coin, { intervalMs, fromMs, toMs, offsetMs = 0 }) {
      const listed = tape(venue, coin)
      const nowMs = now()
      const found: Candle[] = []
      const first = Math.ceil((Math.max(fromMs, firstMs) - offsetMs) / intervalMs) * intervalMs + offsetMs
      for (let openMs = first, worked = 0; openMs <= Math.min(toMs, nowMs); openMs += intervalMs) {
        const candle = listed.candleUntil(openMs, openMs + intervalMs, nowMs)
        if (candle) found.push({ ...candle, openMs })
        worked += intervalMs
        if (worked >= workBeforeBreakMs) {
          worked = 0
          await new Promise((resolve) => setImmediate(resolve))
        }
      }
      return found
    },
    force({ path = {}, price = {}, still = false, venue }) {
      const fromMs = now() + 1
      for (const coin of coins) {
        for (const name of venue ? [venue] : venueNames) {
          const model = tape(name, coin).modelPrice(fromMs)
          const moves = path[coin]
          const target = price[coin]
          if (moves) forcing.force(name, coin, fromMs, model, moves, still)
          if (target !== undefined) {
            const current = forcing.apply(name, coin, fromMs, model)
            const percent = (target / current - 1) * 100
            forcing.force(name, coin, fromMs, model, [['+0s', `${percent.toFixed(9)}%`]], still)
          }
        }
      }
    },
    mood(day) {
      const moved = backdrop.momentum(day, 7) + backdrop.momentum(day, 30) / 2
      return Math.round(Math.max(4, Math.min(95, 50 + moved * 190)))
    },
  }
}

const venueNames: readonly VenueName[] = ['binance', 'gate']
/** Market time that may be counted in one go: a month, some milliseconds of work. */
const workBeforeBreakMs = 30 * dayMs

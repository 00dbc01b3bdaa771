/** The rhythm of a venue: trades as they happen (every 100 ms), statistics once a second. */
import { type Coin, coins, type Market, type Trade, type VenueName } from '../market-model.ts'
import type { Random } from '../random.ts'
import type { FeedSettings } from './faults.ts'

export interface Broadcast {
  trade(coin: Coin, trade: Trade): void
  second(coin: Coin, nowMs: number): void
}

const tradeIntervalMs = 100
/** After a pause (a sleeping laptop) older trades are left to the candles. */
const longestCatchUpMs = 60_000

/** Starts the rhythm; returns what stops it. */
export function startPulse(
  market: Market,
  venue: VenueName,
  settings: () => FeedSettings,
  random: Random,
  broadcast: Broadcast,
): () => void {
  let doneMs = market.now()
  let second = Math.floor(doneMs / 1000)
  const late = new Set<NodeJS.Timeout>()

  function send(coin: Coin, trade: Trade): void {
    const { dropTrades, duplicateTrades, lateTrades, lateTradesMs } = settings()
    if (random() < dropTrades) return
    if (random() < lateTrades) {
      const timer = setTimeout(() => {
        late.delete(timer)
        broadcast.trade(coin, trade)
      }, lateTradesMs)
      late.add(timer)
      return
    }
    broadcast.trade(coin, trade)
    if (random() < duplicateTrades) broadcast.trade(coin, trade)
  }

  const timer = setInterval(() => {
    const nowMs = market.now()
    const afterMs = Math.max(doneMs, nowMs - longestCatchUpMs)
    for (const coin of coins) {
      for (const trade of market.tape(venue, coin).trades(afterMs, nowMs)) send(coin, trade)
    }
    doneMs = nowMs
    const current = Math.floor(nowMs / 1000)
    if (current === second) return
    second = current
    for (const coin of coins) broadcast.second(coin, nowMs)
  }, tradeIntervalMs)
  timer.unref()

  return () => {
    clearInterval(timer)
    for (const waiting of late) clearTimeout(waiting)
  }
}

/**
 * Where prices come from, before anyone trades: one factor for the market as a whole and one for each coin. Each
 * wanders a step a day around its level, calm and wild days in clusters (GARCH); within a day a Brownian bridge joins
 * the midnights. So the price at any minute is a function of (seed, coin, minute), and needs no history to be found.
 */
import { createRandom, deriveSeed, hashText, normal, type Random } from '../random.ts'
import { type Coin, coins, traits } from './coins.ts'

export const minuteMs = 60_000
export const dayMs = 86_400_000
export const minutesPerDay = 1440

/** The market's first day; nothing traded before it. */
export const epochDay = Date.UTC(2024, 0, 1) / dayMs

/** Log prices of one day, minute by minute; the last is the next day's first. */
type Day = Float64Array

interface Factor {
  /** Logarithm relative to the level, at a midnight. */
  at(day: number): number
  within(day: number): Day
}

/** Half of a departure from the level is gone after about 140 days. */
const reversionPerDay = 0.005
const marketDailyVolatility = 0.022
/** How much of today's variance comes from yesterday's surprise, and from yesterday's variance. */
const surpriseWeight = 0.1
const memoryWeight = 0.87
/** Nothing moves more than this many standard deviations in a day. */
const longestStep = 3.5

/** A year of the whole market fits; of one coin only the days in use are kept. */
const keptMarketDays = 420
const keptCoinDays = 3

export interface Backdrop {
  /** Prices in USDT at the 1440 minutes of the day and at the next midnight. */
  minutePrices(coin: Coin, day: number): Float64Array
  /** How far the market as a whole moved (log) in the days before this one; drives the mood index. */
  momentum(day: number, days: number): number
}

export function createBackdrop(seed: string): Backdrop {
  const market = createFactor(hashText(`${seed}/market`), marketDailyVolatility, keptMarketDays)
  const own = new Map(
    coins.map((coin) => [
      coin,
      createFactor(hashText(`${seed}/${coin}`), traits[coin].ownDailyVolatility, keptCoinDays),
    ]),
  )
  return {
    minutePrices(coin, day) {
      const { level, beta } = traits[coin]
      const shared = market.within(day)
      const alone = own.get(coin)?.within(day) ?? shared
      const prices = new Float64Array(minutesPerDay + 1)
      for (let minute = 0; minute <= minutesPerDay; minute += 1) {
        prices[minute] = level * Math.exp(beta * (shared[minute] ?? 0) + (alone[minute] ?? 0))
      }
      return prices
    },
    momentum: (day, days) => market.at(day) - market.at(day - days),
  }
}

function createFactor(seed: number, dailyVolatility: number, keptDays: number): Factor {
  const random = createRandom(seed)
  const base = (1 - surpriseWeight - memoryWeight) * dailyVolatility ** 2
  const levels = [0]
  const deviations = [dailyVolatility]
  const days = new Map<number, Day>()

  function grow(upTo: number) {
    for (let index = levels.length; index <= upTo; index += 1) {
      const deviation = deviations[index - 1] ?? dailyVolatility
      const step = deviation * Math.max(-longestStep, Math.min(longestStep, normal(random)))
      levels.push((levels[index - 1] ?? 0) * (1 - reversionPerDay) + step)
      deviations.push(Math.sqrt(base + surpriseWeight * step ** 2 + memoryWeight * deviation ** 2))
    }
  }
  function at(day: number): number {
    const index = Math.max(0, day - epochDay)
    grow(index)
    return levels[index] ?? 0
  }
  return {
    at,
    within(day) {
      const known = days.get(day)
      if (known) return known
      const path = new Float64Array(minutesPerDay + 1)
      path[0] = at(day)
      path[minutesPerDay] = at(day + 1)
      const deviation = deviations[Math.max(0, day - epochDay)] ?? dailyVolatility
      bridge(
        path,
        0,
        minutesPerDay,
        deviation / Math.sqrt(minutesPerDay),
        createRandom(deriveSeed(seed, day)),
      )
      days.set(day, path)
      for (const oldest of days.keys()) {
        if (days.size <= keptDays) break
        days.delete(oldest)
      }
      return path
    },
  }
}

/** Fills what lies between two known points, the middle first. */
function bridge(path: Day, from: number, to: number, deviationPerMinute: number, random: Random): void {
  if (to - from < 2) return
  const middle = (from + to) >> 1
  const left = path[from] ?? 0
  const right = path[to] ?? 0
  const share = (middle - from) / (to - from)
  const deviation = deviationPerMinute * Math.sqrt(((middle - from) * (to - middle)) / (to - from))
  path[middle] = left + (right - left) * share + deviation * normal(random)
  bridge(path, from, middle, deviationPerMinute, random)
  bridge(path, middle, to, deviationPerMinute, random)
}

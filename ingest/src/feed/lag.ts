/**
 * How old data already is when it arrives. A venue's clock and ours differ by an unknown amount, so a lag alone proves
 * nothing; the smallest lag of each venue tells them apart. If the venues' smallest lags surround zero, our clock is
 * taken as right, and a venue that runs ahead or late stands out; if both are late or both early, it is our clock.
 */
import { type Venue, venues } from '@sage/db/vocabulary'

/** Smallest lags are kept for one to two of these, so that a clock that was set right is believed again. */
const windowMs = 300_000

interface Smallest {
  startedMs: number
  current: number
  previous: number
}

export interface LagMeter {
  /** Takes in a frame's times and returns by how much its data is older than its arrival, in ms, >= 0. */
  observe(venue: Venue, exchangeMs: number, receivedMs: number): number
  /** What is taken to be our clock's error, in ms; positive if it is ahead. */
  clockErrorMs(): number
}

export function createLagMeter(): LagMeter {
  const smallest: Partial<Record<Venue, Smallest>> = {}
  let clockErrorMs = 0

  /** Only a new smallest lag can change it. */
  function judgeClock(): void {
    let least = Number.POSITIVE_INFINITY
    let most = Number.NEGATIVE_INFINITY
    for (const venue of venues) {
      const seen = smallest[venue]
      if (seen === undefined) continue
      const lag = Math.min(seen.current, seen.previous)
      if (lag < least) least = lag
      if (lag > most) most = lag
    }
    clockErrorMs = least > most ? 0 : Math.min(Math.max(0, least), most)
  }

  return {
    clockErrorMs: () => clockErrorMs,
    observe(venue, exchangeMs, receivedMs) {
      const lag = receivedMs - exchangeMs
      const seen = smallest[venue]
      if (seen === undefined) {
        smallest[venue] = { startedMs: receivedMs, current: lag, previous: lag }
        judgeClock()
      } else if (receivedMs - seen.startedMs >= windowMs) {
        seen.startedMs = receivedMs
        seen.previous = seen.current
        seen.current = lag
        judgeClock()
      } else if (lag < seen.current) {
        seen.current = lag
        judgeClock()
      }
      return Math.max(0, lag - clockErrorMs)
    },
  }
}

/** Which venue is the live one for a symbol (DESIGN.md, "Market rules"): a function of when each had data. */
import { type Venue, venues } from '@sage/db/vocabulary'

/** A venue without data for this long is left, if the other has some. */
export const silentAfterMs = 3000
/** If its connection is known to be broken, this is long enough to see whether a new one is there at once. */
export const brokenAfterMs = 1000
/** The preferred venue must have been good for this long before it is trusted again. */
export const goodAgainAfterMs = 30_000

export interface VenueData {
  /** Time of the newest data, Unix ms; what arrives late counts as old as it is. */
  readonly newestMs: number
  /** Since when there was no silence. */
  readonly goodSinceMs: number
  /** The connection that gave this data is gone. */
  readonly broken: boolean
}

/** The state of one symbol. */
export interface Arbitration {
  readonly live: Venue
  /** When listening began: silence is counted from there, so that a venue that never speaks is noticed too. */
  readonly startedMs: number
  readonly data: Readonly<Partial<Record<Venue, VenueData>>>
}

const [preferred] = venues

export function initialArbitration(startedMs: number): Arbitration {
  return { live: preferred, startedMs, data: {} }
}

/** A data frame of `venue` was received; `dataMs` is the time for which it speaks. */
export function heard(state: Arbitration, venue: Venue, dataMs: number): Arbitration {
  const known = state.data[venue]
  if (known !== undefined && dataMs <= known.newestMs) return state
  const unbroken = known !== undefined && !known.broken && dataMs - known.newestMs < silentAfterMs
  const data = { newestMs: dataMs, goodSinceMs: unbroken ? known.goodSinceMs : dataMs, broken: false }
  return { ...state, data: { ...state.data, [venue]: data } }
}

/** The connection to `venue` was lost. */
export function broke(state: Arbitration, venue: Venue): Arbitration {
  const known = state.data[venue]
  return known === undefined
    ? state
    : { ...state, data: { ...state.data, [venue]: { ...known, broken: true } } }
}

/** Applies the rules as of `nowMs`; the same state where nothing changes. */
export function arbitrate(state: Arbitration, nowMs: number): Arbitration {
  const good = (venue: Venue) => {
    const data = state.data[venue]
    return data !== undefined && nowMs - data.newestMs < (data.broken ? brokenAfterMs : silentAfterMs)
  }
  const { live, startedMs } = state
  if (!good(live)) {
    if (nowMs - startedMs < silentAfterMs) return state
    const other = venues.find(good)
    return other === undefined ? state : { ...state, live: other }
  }
  if (live === preferred || !good(preferred)) return state
  const back = state.data[preferred]
  return back !== undefined && nowMs - back.goodSinceMs >= goodAgainAfterMs
    ? { ...state, live: preferred }
    : state
}

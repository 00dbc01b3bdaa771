/** Which venue is the live one for a symbol (DESIGN.md, "Market rules"): a function of when each had data. */
import { type Venue, venues } from '@sage/db/vocabulary'

/** A venue without data for this long is left, if the other has some. */
export const silentAfterMs = 3000
/** The preferred venue must have been good for this long before it is trusted again. */
export const goodAgainAfterMs = 30_000

export interface VenueData {
  /** Time of the newest data, Unix ms; what arrives late counts as old as it is. */
  readonly newestMs: number
  /** Since when there was no silence. */
  readonly goodSinceMs: number
}

/** The state of one symbol. */
export interface Arbitration {
  readonly live: Venue
  readonly data: Readonly<Partial<Record<Venue, VenueData>>>
}

const [preferred] = venues

export const initialArbitration: Arbitration = { live: preferred, data: {} }

/** A data frame of `venue` was received; `dataMs` is the time for which it speaks. */
export function heard(state: Arbitration, venue: Venue, dataMs: number): Arbitration {
  const known = state.data[venue]
  if (known !== undefined && dataMs <= known.newestMs) return state
  const unbroken = known !== undefined && dataMs - known.newestMs < silentAfterMs
  const data = { newestMs: dataMs, goodSinceMs: unbroken ? known.goodSinceMs : dataMs }
  return { live: state.live, data: { ...state.data, [venue]: data } }
}

/** Applies the rules as of `nowMs`; the same state where nothing changes. */
export function arbitrate(state: Arbitration, nowMs: number): Arbitration {
  const good = (venue: Venue) => {
    const data = state.data[venue]
    return data !== undefined && nowMs - data.newestMs < silentAfterMs
  }
  const { live } = state
  if (!good(live)) {
    const other = venues.find(good)
    return other === undefined ? state : { ...state, live: other }
  }
  if (live === preferred || !good(preferred)) return state
  const back = state.data[preferred]
  return back !== undefined && nowMs - back.goodSinceMs >= goodAgainAfterMs
    ? { ...state, live: preferred }
    : state
}

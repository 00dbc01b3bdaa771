/**
 * The day's money of one purse. What is reserved counts as spent until it is settled, so that many answers at
 * once cannot overrun the limit together. Pure; amounts in USD.
 */

/** Longer than any turn: a reservation that a crash left behind is let go. */
export const reservationMs = 10 * 60_000

export interface Purse {
  readonly day: string
  readonly spentUsd: number
  readonly reserved: readonly { readonly id: string; readonly usd: number; readonly atMs: number }[]
}

export function emptyPurse(day: string): Purse {
  return { day, spentUsd: 0, reserved: [] }
}

/** The purse as it stands today: yesterday's spending is gone, running reservations are not. */
export function today(purse: Purse, day: string, nowMs: number): Purse {
  const reserved = purse.reserved.filter(({ atMs }) => atMs > nowMs - reservationMs)
  return { day, spentUsd: purse.day === day ? purse.spentUsd : 0, reserved }
}

export function committedUsd(purse: Purse): number {
  return purse.reserved.reduce((sum, { usd }) => sum + usd, purse.spentUsd)
}

/** The purse with `usd` set aside under `id`; absent if that would exceed the limit. */
export function reserve(
  purse: Purse,
  id: string,
  usd: number,
  limitUsd: number,
  nowMs: number,
): Purse | undefined {
  if (committedUsd(purse) + usd > limitUsd) return undefined
  return { ...purse, reserved: [...purse.reserved, { id, usd, atMs: nowMs }] }
}

/** Replaces the reservation by what was really spent. An unknown id is money spent all the same. */
export function settle(purse: Purse, id: string, actualUsd: number): Purse {
  return {
    ...purse,
    spentUsd: purse.spentUsd + actualUsd,
    reserved: purse.reserved.filter((reservation) => reservation.id !== id),
  }
}

/**
 * A desk takes the house's money in slices, so that not every answer asks the one desk of the house. A slice
 * is spent from the house's view; what is left of it stays with the desk until the day ends.
 */
export const sliceUsd = 0.1

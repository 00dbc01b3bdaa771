/** What a user wants to hear, and the hours in which he wants to hear nothing. */

import * as z from 'zod/mini'
import type { NotificationChoices } from '../contract/notification-choices.ts'
import { NotificationChoices as Choices, defaultChoices } from '../contract/notification-choices.ts'

const StoredChoices = z.partial(Choices)

/** The choices as the database has them (what is absent was never chosen), complete. */
export function choicesOf(stored: unknown): NotificationChoices {
  const known = StoredChoices.safeParse(stored)
  return known.success ? { ...defaultChoices, ...known.data } : defaultChoices
}

/** A wall clock somewhere: local date and time of an instant. */
export interface LocalTime {
  /** `2026-11-28` */
  readonly date: string
  /** `08:05` */
  readonly time: string
}

/** The local time in a zone of the IANA database; `undefined` where the name is none that is known here. */
export function localTime(at: Date, timeZone: string): LocalTime | undefined {
  try {
    // Sweden writes dates as ISO 8601 does.
    const text = at.toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
    const [date = '', time = ''] = text.split(' ')
    return { date, time }
  } catch {
    return undefined
  }
}

/** The local times of many zones, by name; those that are not known are left out. */
export function localTimes(at: Date, zones: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    zones.flatMap((zone) => {
      const local = localTime(at, zone)
      return local === undefined ? [] : [[zone, local.time] as const]
    }),
  )
}

/** Whole minutes from 08:00 to `time` on the same day, negative before it. */
export function minutesPastEight(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return (hours - 8) * 60 + minutes
}

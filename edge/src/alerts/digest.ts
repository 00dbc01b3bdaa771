/** The morning's digest: for whom it is eight o'clock, and that it is written once and told once. */
import { localTime, minutesPastEight } from './choices.ts'

/** After an outage it still comes, but not at noon. */
const latestMinutes = 30

/** One instant at which it is eight o'clock in some time zones. */
export interface Slot {
  readonly at: Date
  /** The local date there, `2026-11-28`. */
  readonly localDate: string
  readonly zones: readonly string[]
}

/** The slots that are due at `now`, of the zones that users live in. */
export function dueSlots(now: Date, zones: readonly string[]): Slot[] {
  const minute = Math.floor(now.getTime() / 60_000) * 60_000
  const slots = new Map<number, { localDate: string; zones: string[] }>()
  for (const zone of zones) {
    const local = localTime(now, zone)
    const past = local === undefined ? -1 : minutesPastEight(local.time)
    if (local === undefined || past < 0 || past >= latestMinutes) continue
    const at = minute - past * 60_000
    const slot = slots.get(at) ?? { localDate: local.date, zones: [] }
    slot.zones.push(zone)
    slots.set(at, slot)
  }
  return [...slots].map(([at, slot]) => ({ at: new Date(at), ...slot }))
}

export interface Written {
  readonly id: string
  readonly text: string
}

export interface DigestDeps {
  /** Time zones and languages of those who want a digest. */
  readers(): Promise<readonly { readonly timeZone: string; readonly locale: 'ko' | 'en' }[]>
  /** `written`: by whomever; `mine`: this caller writes it; `busy`: another does. */
  claim(
    slot: Date,
    locale: 'ko' | 'en',
  ): Promise<
    | ({ readonly status: 'written' } & Written)
    | { readonly status: 'mine'; readonly id: string; readonly writer: string }
    | { readonly status: 'busy' }
  >
  /** What the mentor says; `undefined` where there is no answer that may be shown. */
  write(
    locale: 'ko' | 'en',
  ): Promise<{ readonly text: string; readonly facts: readonly unknown[] } | undefined>
  /** Whether it was still this caller's to write. */
  save(
    id: string,
    writer: string,
    digest: { readonly text: string; readonly facts: readonly unknown[] },
  ): Promise<boolean>
  tell(digest: Written & { readonly slot: Slot; readonly locale: 'ko' | 'en' }): Promise<void>
  now(): Date
}

/** Writes and tells what is due. Two at once write one digest, and tell each reader once. */
export async function sendDigests(deps: DigestDeps): Promise<void> {
  const readers = await deps.readers()
  const slots = dueSlots(deps.now(), [...new Set(readers.map(({ timeZone }) => timeZone))])
  for (const slot of slots) {
    const here = readers.filter(({ timeZone }) => slot.zones.includes(timeZone))
    for (const locale of new Set(here.map((reader) => reader.locale))) {
      const written = await writtenFor(slot, locale, deps)
      if (written !== undefined) await deps.tell({ ...written, slot, locale })
    }
  }
}

async function writtenFor(slot: Slot, locale: 'ko' | 'en', deps: DigestDeps): Promise<Written | undefined> {
  const claim = await deps.claim(slot.at, locale)
  if (claim.status === 'written') return claim
  if (claim.status === 'busy') return undefined
  const digest = await deps.write(locale)
  if (digest === undefined || !(await deps.save(claim.id, claim.writer, digest))) return undefined
  return { id: claim.id, text: digest.text }
}

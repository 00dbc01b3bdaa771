/** What goes wrong during a soak, and when: the same seed gives the same schedule. */
import { createRandom, hashText } from '../stand-ins/random.ts'

export const faultKinds = [
  'ingest killed',
  'ingest restarted',
  'edge killed',
  'valkey killed',
  'postgres killed',
  'claude slow',
  'claude overloaded',
  'binance cut',
  'both feeds mute',
] as const
export type FaultKind = (typeof faultKinds)[number]

export interface ScheduledFault {
  readonly kind: FaultKind
  readonly atMs: number
  /** How long it lasts before what is broken is brought back. */
  readonly forMs: number
}

/** The first fault finds users at work; the last leaves time in which everything must have come right. */
const calmAtFirstMs = 15_000
const calmAtLastMs = 30_000
/** From the end of one fault to the next: what was killed has to come back first, or two are one. */
const shortestPauseMs = 15_000
const longestPauseMs = 35_000

/** Each kind comes once before any comes again. */
export function faultSchedule(seed: number, totalMs: number): readonly ScheduledFault[] {
  const random = createRandom(hashText(`soak ${seed}`))
  const faults: ScheduledFault[] = []
  let round: FaultKind[] = []
  for (let atMs = calmAtFirstMs; ; ) {
    if (round.length === 0) round = [...faultKinds]
    const forMs = Math.round(1000 + random() * 7000)
    if (atMs + forMs > totalMs - calmAtLastMs) return faults
    const [kind] = round.splice(Math.floor(random() * round.length), 1)
    if (kind === undefined) return faults
    faults.push({ kind, atMs, forMs })
    atMs += Math.round(forMs + shortestPauseMs + random() * (longestPauseMs - shortestPauseMs))
  }
}

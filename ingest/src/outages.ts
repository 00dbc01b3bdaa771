/** A part that is away is worth two lines in the log, when it goes and when it is back, and not one a second. */
import type { Logger } from 'pino'

export interface Outages {
  /** For `repeat`: hears of each attempt to use the part. */
  of(part: string): (failure?: unknown) => void
  away(part: string): boolean
}

export function createOutages(log: Logger, nowMs: () => number): Outages {
  const since = new Map<string, number>()
  return {
    away: (part) => since.has(part),
    of: (part) => (failure) => {
      const began = since.get(part)
      if (failure === undefined) {
        if (began === undefined) return
        since.delete(part)
        log.info({ part, awayMs: nowMs() - began }, 'back')
      } else if (began === undefined) {
        since.set(part, nowMs())
        log.warn({ part, reason: failure instanceof Error ? failure.message : String(failure) }, 'away')
      }
    },
  }
}

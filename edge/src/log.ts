/** Log lines as JSON, for a machine to read. */

type Level = 'debug' | 'info' | 'warn' | 'error'
const rank = { debug: 0, info: 1, warn: 2, error: 3 } as const

export type Log = (level: Level, message: string, fields?: Record<string, unknown>) => void

/** Writes lines of `least` and above. Fields must hold neither secrets nor what a user wrote. */
export function logger(least: Level): Log {
  return (level, message, fields = {}) => {
    if (rank[level] < rank[least]) return
    console[level](JSON.stringify({ level, msg: message, at: new Date().toISOString(), ...fields }))
  }
}

/** Where a fault of ours happened. `requestId` is in every line of the log that belongs to the request. */
export interface FaultPlace {
  readonly part: 'http' | 'turn' | 'minute' | 'queue' | 'object'
  readonly requestId?: string | undefined
  /** As `placeOf` gives it. */
  readonly route?: string
}

/** `message`: our own words, for the log. Never throws. */
export type ReportFault = (
  message: string,
  thrown: unknown,
  place: FaultPlace,
  fields?: Readonly<Record<string, unknown>>,
) => void

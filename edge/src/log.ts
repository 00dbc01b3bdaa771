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

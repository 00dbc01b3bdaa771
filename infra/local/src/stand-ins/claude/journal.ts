/** The last requests that reached Claude's stand-in, without their keys. */

export interface Entry {
  readonly id: string
  readonly at: string
  readonly model: string
  readonly modelClass: string
  readonly agent: string
  readonly stream: boolean
  readonly body: unknown
  status?: number
  fault?: string
  stopReason?: string
  /** What was sent, or would have been. */
  reply?: string
  usage?: unknown
  firstTokenMs?: number
  totalMs?: number
  /** Whether the client went away before the end. */
  hungUp?: boolean
}

const kept = 200

export function createJournal() {
  let entries: Entry[] = []
  const totals = { requests: 0, open: 0, hungUp: 0 }
  return {
    totals,
    entries: () => entries,
    forget() {
      entries = []
    },
    open(entry: Entry): Entry {
      totals.requests += 1
      totals.open += 1
      entries.push(entry)
      if (entries.length > kept) entries.shift()
      return entry
    },
    close(entry: Entry, startedMs: number, hungUp: boolean): void {
      totals.open -= 1
      if (hungUp) totals.hungUp += 1
      entry.totalMs = Math.round(performance.now() - startedMs)
      entry.hungUp = hungUp
    },
  }
}

/** Deadlines, pauses and the stall watchdog: every wait for Claude goes through one of these. */

/** Aborts after `ms`, or with `parent`. `clear` must be called, or the timer lives on. */
export function deadlineIn(ms: number, parent: AbortSignal) {
  const timeout = new AbortController()
  const timer = setTimeout(() => timeout.abort(), ms)
  return {
    signal: AbortSignal.any([parent, timeout.signal]),
    passed: () => timeout.signal.aborted,
    clear: () => clearTimeout(timer),
  }
}

/** Resolves to `false` if `signal` aborted first. */
export function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false)
  return new Promise((resolve) => {
    const finish = (completed: boolean) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      resolve(completed)
    }
    const onAbort = () => finish(false)
    const timer = setTimeout(() => finish(true), ms)
    signal.addEventListener('abort', onAbort)
  })
}

/**
 * Aborts a stream that has been silent for `stallMs`, or that lasts longer than `totalMs` altogether. While its
 * reader is busy (`rest`) silence does not count: it is ours, not the stream's.
 */
export function watchdog(stallMs: number, totalMs: number, parent: AbortSignal) {
  const bite = new AbortController()
  let stall = setTimeout(() => bite.abort(), stallMs)
  const total = setTimeout(() => bite.abort(), totalMs)
  return {
    signal: AbortSignal.any([parent, bite.signal]),
    fed: () => {
      clearTimeout(stall)
      stall = setTimeout(() => bite.abort(), stallMs)
    },
    rest: () => clearTimeout(stall),
    bitten: () => bite.signal.aborted,
    clear: () => {
      clearTimeout(stall)
      clearTimeout(total)
    },
  }
}

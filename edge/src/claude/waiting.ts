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
 * reader is busy (`rest`) silence does not count: it is ours, not the stream's. An event costs a look at the clock;
 * the timer is set again only when it runs out.
 */
export function watchdog(stallMs: number, totalMs: number, parent: AbortSignal) {
  const bite = new AbortController()
  let quietSinceMs: number | undefined = Date.now()
  const look = () => {
    const quietMs = quietSinceMs === undefined ? 0 : Date.now() - quietSinceMs
    if (quietMs >= stallMs) bite.abort()
    else stall = setTimeout(look, stallMs - quietMs)
  }
  let stall = setTimeout(look, stallMs)
  const total = setTimeout(() => bite.abort(), totalMs)
  return {
    signal: AbortSignal.any([parent, bite.signal]),
    fed: () => {
      quietSinceMs = Date.now()
    },
    rest: () => {
      quietSinceMs = undefined
    },
    bitten: () => bite.signal.aborted,
    clear: () => {
      clearTimeout(stall)
      clearTimeout(total)
    },
  }
}

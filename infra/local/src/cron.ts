/** `wrangler dev` does not fire cron triggers by itself: this calls its local endpoint once a minute. */
const everyMs = 60_000
const deadlineMs = 55_000

export interface Cron {
  close(): void
}

/** Failures are not reported here: the Worker's own log has them, and the next minute tries again. */
export function startCron(edge: string): Cron {
  const url = `${edge}/cdn-cgi/local/scheduled?cron=${encodeURIComponent('* * * * *')}`
  const timer = setInterval(() => {
    fetch(url, { signal: AbortSignal.timeout(deadlineMs) })
      .then((response) => response.body?.cancel())
      .catch(() => {})
  }, everyMs)
  timer.unref()
  return { close: () => clearInterval(timer) }
}

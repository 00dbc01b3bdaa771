/** What came of handing a message to a push service (RFC 8030), and what follows from it. */

export type PushOutcome =
  | { readonly status: 'sent' }
  /** The subscription is no more. */
  | { readonly status: 'gone' }
  /** The message came too late to be of use. */
  | { readonly status: 'expired' }
  /** It will never be taken: a bad key, a bad address, a wrong signature. */
  | { readonly status: 'refused'; readonly error: string }
  | { readonly status: 'failed'; readonly error: string; readonly retryAfterMs?: number }

/** Sendings of one message in which the push service was reached or tried. */
export const mostTries = 5
/** How long one who has taken a delivery may need, before another may take it. */
export const leaseMs = 60_000
/** An hour: after that, what a market did is no news. */
export const urgentTtlS = 60 * 60
export const digestTtlS = 12 * 60 * 60

/** A push service that asks for more patience than this is not waited for. */
const longestWaitMs = 15 * 60_000
const pausesMs = [10_000, 30_000, 120_000, 300_000] as const

/** Time until the next try after `tries` of them, in ms; up to a quarter longer, so that many do not come at once. */
export function retryAfterMs(tries: number, askedMs: number | undefined, random: number): number {
  const usual = pausesMs[Math.min(tries, pausesMs.length) - 1] ?? pausesMs[0]
  return Math.round(Math.max(usual * (1 + random / 4), Math.min(askedMs ?? 0, longestWaitMs)))
}

/** Reads a push service's answer. A redirect is no answer: whoever follows it may be led anywhere. */
export function outcomeOf(status: number, retryAfter: string | null, nowMs: number): PushOutcome {
  if (status >= 200 && status < 300) return { status: 'sent' }
  if (status === 404 || status === 410) return { status: 'gone' }
  const error = `push service answered ${status}`
  if (status === 429 || status >= 500) {
    const waitMs = readRetryAfter(retryAfter, nowMs)
    return { status: 'failed', error, ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }) }
  }
  return { status: 'refused', error }
}

/** `Retry-After` (RFC 9110): seconds, or a date. */
function readRetryAfter(text: string | null, nowMs: number): number | undefined {
  if (text === null) return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs)
}

/** What is written down about a delivery, and what becomes of its message in the queue. */
export interface Verdict {
  readonly record: {
    readonly status: 'queued' | 'sent' | 'dead'
    readonly error: string | null
    readonly delayMs: number
  }
  /** `later`: the queue is to bring it again, and after its last time to the dead-letter queue. */
  readonly message: 'done' | 'later'
}

/** `tries` includes this one; `isLast`: the queue would not bring the message again but to the dead letters. */
export function verdictOf(
  outcome: Exclude<PushOutcome, { status: 'gone' }>,
  tries: number,
  isLast: boolean,
  random: number,
): Verdict {
  switch (outcome.status) {
    case 'sent':
      return { record: { status: 'sent', error: null, delayMs: 0 }, message: 'done' }
    case 'expired':
      return { record: { status: 'dead', error: 'expired', delayMs: 0 }, message: 'done' }
    case 'refused':
      return { record: { status: 'dead', error: outcome.error, delayMs: 0 }, message: 'done' }
    case 'failed': {
      const delayMs = retryAfterMs(tries, outcome.retryAfterMs, random)
      const record = { status: 'queued', error: outcome.error, delayMs } as const
      if (tries < mostTries || isLast) return { record, message: 'later' }
      // A message that was sent out anew has tries of its own left in the queue, the delivery has none.
      return { record: { ...record, status: 'dead', delayMs: 0 }, message: 'done' }
    }
  }
}

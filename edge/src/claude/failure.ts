/** Every way in which a call to Claude can fail, and which of them deserve another try. */
import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from '@anthropic-ai/sdk'

export interface ClaudeFailure {
  readonly code:
    | 'overloaded'
    | 'rate_limited'
    | 'spend_cap'
    | 'region_unsupported'
    | 'refused'
    | 'too_long'
    /** The stream ended without `message_stop`. */
    | 'truncated'
    /** No event within the stall limit, or no answer within the call's deadline. */
    | 'stalled'
    /** Structured output that its own schema refuses. */
    | 'malformed'
    /** Connection refused, a server error, a bad key: nothing the reader could mend. */
    | 'unavailable'
    /** We hung up ourselves. */
    | 'aborted'
  /** From `retry-after`, where Claude sent one. */
  readonly retryAfterMs?: number
  /** For the log only: never shown to a reader. */
  readonly cause?: unknown
}

/** The failure behind an error thrown by the SDK or the network. */
export function failureOf(error: unknown): ClaudeFailure {
  if (error instanceof APIUserAbortError) return { code: 'aborted', cause: error }
  if (error instanceof APIConnectionTimeoutError) return { code: 'stalled', cause: error }
  if (error instanceof APIConnectionError) return { code: 'unavailable', cause: error }
  if (error instanceof APIError) return apiFailure(error)
  // A socket that closes in mid-stream surfaces as a plain network error from the body's reader.
  return { code: 'truncated', cause: error }
}

function apiFailure(error: APIError): ClaudeFailure {
  const { status, type } = error
  if (status === 402 || /spend_limit|billing/.test(error.errorCode ?? ''))
    return { code: 'spend_cap', cause: error }
  if (status === 429 || type === 'rate_limit_error') {
    const retryAfterMs = retryAfter(error.headers)
    // A spend cap is a 429 that names no time after which it would be over.
    if (retryAfterMs === undefined && /spend|usage limit|credit|billing/i.test(error.message))
      return { code: 'spend_cap', cause: error }
    return { code: 'rate_limited', cause: error, ...(retryAfterMs !== undefined && { retryAfterMs }) }
  }
  // In mid-stream an overload arrives as an event, so without a status.
  if (status === 529 || type === 'overloaded_error') return { code: 'overloaded', cause: error }
  // A key without the permission is a 403 as well, but of its own type.
  if (status === 403 && type !== 'permission_error') return { code: 'region_unsupported', cause: error }
  if (status === 413) return { code: 'too_long', cause: error }
  if (status === 400 && /too long|context window|maximum context/i.test(error.message))
    return { code: 'too_long', cause: error }
  return { code: 'unavailable', cause: error }
}

function retryAfter(headers: Headers | undefined): number | undefined {
  const milliseconds = Number(headers?.get('retry-after-ms') ?? Number.NaN)
  if (milliseconds > 0) return milliseconds
  const seconds = Number(headers?.get('retry-after') ?? Number.NaN)
  return seconds > 0 ? seconds * 1000 : undefined
}

export const maxRetries = 2
export const retryPaceMs = 300
/** Nobody waits longer than this for a word; a longer `retry-after` is passed on to the reader instead. */
const longestWaitMs = 5_000

/**
 * How long to wait before another try, or `undefined` if there should be none.
 * `retries` counts those already made; `paceMs` is the first wait; `chance` in [0, 1) spreads the callers of one outage.
 */
export function retryDelayMs(
  failure: ClaudeFailure,
  retries: number,
  { paceMs = retryPaceMs, chance = Math.random() } = {},
): number | undefined {
  if (retries >= maxRetries) return undefined
  switch (failure.code) {
    case 'rate_limited': {
      const waitMs = failure.retryAfterMs ?? 3 * paceMs * 2 ** retries
      return waitMs > longestWaitMs ? undefined : waitMs * (1 + chance / 4)
    }
    case 'overloaded':
    case 'truncated':
    case 'unavailable':
      return isPermanent(failure) ? undefined : paceMs * 3 ** retries * (1 + chance / 4)
    case 'malformed':
      return retries === 0 ? 0 : undefined
    case 'stalled':
      return retries === 0 ? 0 : undefined
    case 'spend_cap':
    case 'region_unsupported':
    case 'refused':
    case 'too_long':
    case 'aborted':
      return undefined
  }
}

/** A request that Claude called wrong, or a key that it does not know, stays so. */
function isPermanent({ cause }: ClaudeFailure): boolean {
  return cause instanceof APIError && cause.status !== undefined && cause.status >= 400 && cause.status < 408
}

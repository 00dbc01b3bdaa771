import { APIConnectionError, APIError, APIUserAbortError } from '@anthropic-ai/sdk'
import { describe, expect, test } from 'vitest'
import { type ClaudeFailure, failureOf, maxRetries, retryDelayMs } from './failure.ts'

function apiError(
  status: number | undefined,
  type: string,
  message: string,
  headers: Record<string, string> = {},
) {
  return APIError.generate(
    status,
    { type: 'error', error: { type, message } },
    undefined,
    new Headers(headers),
  )
}

describe('what an error means', () => {
  test.each<[string, unknown, ClaudeFailure['code']]>([
    ['529', apiError(529, 'overloaded_error', 'Overloaded'), 'overloaded'],
    [
      'an overload in mid-stream, which has no status',
      new APIError(undefined, {}, 'Overloaded', undefined, 'overloaded_error'),
      'overloaded',
    ],
    [
      '429 with a time',
      apiError(429, 'rate_limit_error', 'Slow down', { 'retry-after': '1' }),
      'rate_limited',
    ],
    ['429 without a time', apiError(429, 'rate_limit_error', 'Number of requests exceeded'), 'rate_limited'],
    ['a spend cap', apiError(429, 'rate_limit_error', 'You have reached your spend limit'), 'spend_cap'],
    ['403', apiError(403, 'forbidden', 'Request not allowed'), 'region_unsupported'],
    ['a key that may not', apiError(403, 'permission_error', 'Your key lacks permission'), 'unavailable'],
    ['413', apiError(413, 'request_too_large', 'too large'), 'too_long'],
    ['400 for a long prompt', apiError(400, 'invalid_request_error', 'prompt is too long'), 'too_long'],
    ['401', apiError(401, 'authentication_error', 'invalid x-api-key'), 'unavailable'],
    ['500', apiError(500, 'api_error', 'Internal server error'), 'unavailable'],
    ['a refused connection', new APIConnectionError({ message: 'refused' }), 'unavailable'],
    ['our own hang-up', new APIUserAbortError(), 'aborted'],
    ['a socket closed in mid-stream', new TypeError('terminated'), 'truncated'],
  ])('%s', (_, error, code) => {
    expect(failureOf(error).code).toBe(code)
  })

  test('retry-after is read in seconds', () => {
    expect(failureOf(apiError(429, 'rate_limit_error', 'x', { 'retry-after': '3' })).retryAfterMs).toBe(3000)
  })
})

describe('another try', () => {
  test.each<ClaudeFailure['code']>(['spend_cap', 'region_unsupported', 'refused', 'too_long', 'aborted'])(
    'never after %s',
    (code) => {
      expect(retryDelayMs({ code }, 0)).toBeUndefined()
    },
  )

  test.each<ClaudeFailure['code']>(['overloaded', 'rate_limited', 'truncated', 'unavailable', 'stalled'])(
    'after %s, but not more than twice',
    (code) => {
      expect(retryDelayMs({ code }, 0)).toBeGreaterThanOrEqual(0)
      expect(retryDelayMs({ code }, maxRetries)).toBeUndefined()
    },
  )

  test('waits as long as Claude asks, and gives up if that is longer than a reader would', () => {
    expect(retryDelayMs({ code: 'rate_limited', retryAfterMs: 2000 }, 0, { chance: 0 })).toBe(2000)
    expect(retryDelayMs({ code: 'rate_limited', retryAfterMs: 60_000 }, 0, { chance: 0 })).toBeUndefined()
  })

  test('waits longer each time, and spreads those who were hit together', () => {
    const first = retryDelayMs({ code: 'overloaded' }, 0, { chance: 0 }) ?? 0
    expect(retryDelayMs({ code: 'overloaded' }, 1, { chance: 0 })).toBeGreaterThan(first)
    expect(retryDelayMs({ code: 'overloaded' }, 0, { chance: 0.9 })).toBeGreaterThan(first)
  })

  test('never for a request that Claude calls wrong', () => {
    const failure = failureOf(apiError(400, 'invalid_request_error', 'temperature is not supported'))
    expect(retryDelayMs(failure, 0)).toBeUndefined()
  })
})

import { expect, test } from 'vitest'
import { mostTries, outcomeOf, retryAfterMs, verdictOf } from './outcome.ts'

const nowMs = Date.parse('2026-11-28T08:00:00Z')

test.each([200, 201, 202, 204])('%d is delivered', (status) => {
  expect(outcomeOf(status, null, nowMs)).toEqual({ status: 'sent' })
})

test.each([404, 410])('%d ends the subscription', (status) => {
  expect(outcomeOf(status, null, nowMs).status).toBe('gone')
})

test.each([301, 302, 307, 308, 400, 401, 403, 413])(
  '%d is not tried again, and no redirect is followed',
  (status) => {
    expect(outcomeOf(status, null, nowMs).status).toBe('refused')
  },
)

test('an overloaded service says how long to wait, in seconds or as a date', () => {
  expect(outcomeOf(429, '120', nowMs)).toMatchObject({ status: 'failed', retryAfterMs: 120_000 })
  expect(outcomeOf(503, 'Sat, 28 Nov 2026 08:00:30 GMT', nowMs)).toMatchObject({ retryAfterMs: 30_000 })
  expect(outcomeOf(500, 'soon', nowMs)).toEqual({ status: 'failed', error: 'push service answered 500' })
})

test('pauses grow, are never shorter than was asked for, and have an end', () => {
  expect([1, 2, 3, 4].map((tries) => retryAfterMs(tries, undefined, 0))).toEqual([
    10_000, 30_000, 120_000, 300_000,
  ])
  expect(retryAfterMs(1, 45_000, 0)).toBe(45_000)
  expect(retryAfterMs(1, 86_400_000, 0)).toBe(900_000)
  expect(retryAfterMs(1, undefined, 1)).toBe(12_500)
})

test('the last failure goes to the dead letters, by the queue or without it', () => {
  const failed = { status: 'failed', error: 'push service answered 500' } as const
  expect(verdictOf(failed, 1, false, 0)).toMatchObject({ record: { status: 'queued' }, message: 'later' })
  expect(verdictOf(failed, mostTries, true, 0)).toMatchObject({
    record: { status: 'queued' },
    message: 'later',
  })
  expect(verdictOf(failed, mostTries, false, 0)).toMatchObject({
    record: { status: 'dead' },
    message: 'done',
  })
})

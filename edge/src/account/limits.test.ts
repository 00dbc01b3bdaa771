import { expect, test } from 'vitest'
import { admit, messagesPerDay, messagesPerMinute, turnsAtOnce } from './limits.ts'

const now = Date.parse('2026-11-24T23:59:00.000Z')
const idle = { recentMs: [], messagesToday: 0, leases: 0 }

test('a quiet user is admitted', () => {
  expect(admit(idle, now)).toEqual({ status: 'admitted' })
})

test('the eleventh message of a minute waits until the first is a minute old', () => {
  const recentMs = Array.from({ length: messagesPerMinute }, (_, index) => now - 50_000 + index)
  expect(admit({ ...idle, recentMs }, now)).toEqual({ status: 'rate_limited', retryAfterMs: 10_000 })
  expect(admit({ ...idle, recentMs }, now + 10_000)).toEqual({ status: 'admitted' })
})

test('the quota of a day comes back at midnight UTC', () => {
  expect(admit({ ...idle, messagesToday: messagesPerDay }, now)).toEqual({
    status: 'quota_spent',
    retryAfterMs: 60_000,
  })
})

test('no more answers at once than allowed', () => {
  expect(admit({ ...idle, leases: turnsAtOnce }, now)).toEqual({ status: 'too_many_turns' })
})

import { expect, test } from 'vitest'
import { committedUsd, emptyPurse, reservationMs, reserve, settle, today } from './spending.ts'

const day = '2026-11-24'

test('what is reserved counts as spent until it is settled', () => {
  const first = reserve(emptyPurse(day), 'a', 0.6, 1, 0)
  expect(first && reserve(first, 'b', 0.6, 1, 0)).toBeUndefined()
  const settled = first && settle(first, 'a', 0.1)
  expect(settled && committedUsd(settled)).toBeCloseTo(0.1)
  expect(settled && reserve(settled, 'b', 0.6, 1, 0)).toBeDefined()
})

test('a new day forgets what was spent, and old reservations lapse', () => {
  const purse = settle(reserve(emptyPurse(day), 'a', 0.5, 1, 0) ?? emptyPurse(day), 'x', 0.4)
  const next = today(purse, '2026-11-25', reservationMs - 1)
  expect(committedUsd(next)).toBeCloseTo(0.5)
  expect(committedUsd(today(purse, '2026-11-25', reservationMs))).toBe(0)
})

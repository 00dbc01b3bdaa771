import { expect, test } from 'vitest'
import { maxAttempts, maxTurnAgeMs, recovery } from './recovery.ts'

test('a turn that had shown nothing runs again without a word', () => {
  expect(recovery({ attempts: 1, ageMs: 1000, hasShown: false })).toBe('run_again')
})

test('a turn that had shown something tells the reader to clear it', () => {
  expect(recovery({ attempts: 1, ageMs: 1000, hasShown: true })).toBe('restart')
})

test('attempts and age are bounded', () => {
  expect(recovery({ attempts: maxAttempts, ageMs: 1000, hasShown: false })).toBe('give_up')
  expect(recovery({ attempts: 1, ageMs: maxTurnAgeMs + 1, hasShown: true })).toBe('give_up')
})

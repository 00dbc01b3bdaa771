import { expect, test } from 'vitest'
import { maxAttempts, maxTurnAgeMs, recovery } from './recovery.ts'

test('a turn that had shown nothing runs again without a word', () => {
  expect(recovery({ attempts: 1, ageMs: 1000, hasShown: false, hasSignalled: false })).toBe('run_again')
})

test('a turn that had shown something tells the reader to clear it', () => {
  expect(recovery({ attempts: 1, ageMs: 1000, hasShown: true, hasSignalled: false })).toBe('restart')
})

test('attempts and age are bounded', () => {
  expect(recovery({ attempts: maxAttempts, ageMs: 1000, hasShown: false, hasSignalled: false })).toBe(
    'give_up',
  )
  expect(recovery({ attempts: 1, ageMs: maxTurnAgeMs + 1, hasShown: true, hasSignalled: false })).toBe(
    'give_up',
  )
})

test('a turn that has given its signal only wants its end, however late', () => {
  const signalled = { attempts: maxAttempts, ageMs: maxTurnAgeMs + 1, hasShown: true, hasSignalled: true }
  expect(recovery(signalled)).toBe('conclude')
})

import { expect, test } from 'vitest'
import { newId, timeOfId } from './id.ts'
import { preferredLocale } from './locale.ts'

test('ids are of version 7, carry their time and sort by it', () => {
  const early = newId(new Date(1_700_000_000_000))
  const late = newId(new Date(1_700_000_000_001))
  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(timeOfId(early)).toBe(1_700_000_000_000)
  expect(early < late).toBe(true)
})

test.each([
  [undefined, 'ko'],
  ['en-US,en;q=0.9', 'en'],
  ['ko-KR,ko;q=0.9,en;q=0.8', 'ko'],
  ['fr,en;q=0.3,ko;q=0.2', 'en'],
  ['en;q=0,ko;q=0.1', 'ko'],
  [';;;,,q=', 'ko'],
] as const)('the language of %j is %s', (header, locale) => {
  expect(preferredLocale(header)).toBe(locale)
})

import { expect, test } from 'vitest'
import { writtenText } from './text.ts'

const Text = writtenText({ minLength: 1, maxLength: 8 })

test('what PostgreSQL cannot store is not in what a person wrote', () => {
  expect(Text.parse(' 비트\0코인 ')).toBe('비트코인')
  expect(Text.parse('a\ud83d')).toBe('a\ufffd')
  expect(Text.parse('🚀')).toBe('🚀')
})

test('limits hold for what is left', () => {
  expect(Text.safeParse('\0 \0').success).toBe(false)
  expect(Text.safeParse('123456789').success).toBe(false)
})

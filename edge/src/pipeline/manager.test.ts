import { expect, test } from 'vitest'
import { earlyVerdict } from './manager.ts'

test('intent and language are known before the rest is written', () => {
  expect(earlyVerdict('{"intent":"advice","lang')).toBeUndefined()
  expect(earlyVerdict('{"intent":"advice","language":"k')).toBeUndefined()
  expect(earlyVerdict('{"intent": "advice", "language": "ko", "sym')).toEqual({
    intent: 'advice',
    language: 'ko',
  })
})

test('a field inside another text is not taken for the field', () => {
  expect(earlyVerdict('{"title":"\\"intent\\":\\"advice\\",\\"language\\":\\"en\\""}')).toBeUndefined()
  expect(earlyVerdict('{"title":"x","intent":"advice","language":"en"}')).toBeUndefined()
})

test('an intent that does not exist decides nothing', () => {
  expect(earlyVerdict('{"intent":"world_domination","language":"en"')).toBeUndefined()
})

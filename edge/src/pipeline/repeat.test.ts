import { describe, expect, test } from 'vitest'
import { createRepeatStripper } from './repeat.ts'

const shown = '차분한 하루일세. 비트코인은 지금 '

function continued(before: string, said: string, size = 1): string {
  const stripper = createRepeatStripper(before)
  let out = ''
  for (let index = 0; index < said.length; index += size)
    for (const part of stripper.push({ type: 'text', text: said.slice(index, index + size) }))
      out += part.text
  for (const part of stripper.end()) out += part.text
  return out
}

describe.each([1, 2, 5, 1000])('in pieces of %i', (size) => {
  test('a repeat of everything is dropped', () => {
    expect(continued(shown, `${shown}오르는 중이네.`, size)).toBe('오르는 중이네.')
  })
  test('a repeat of the broken sentence is dropped', () => {
    expect(continued(shown, '비트코인은 지금 오르는 중이네.', size)).toBe('오르는 중이네.')
  })
  test('a repeat of an earlier sentence is dropped', () => {
    expect(continued(shown, '차분한 하루일세. 길게 보게.', size)).toBe('길게 보게.')
  })
  test('a plain continuation is left alone', () => {
    expect(continued(shown, '오르는 중이네. 비트코인은 늘 그렇지.', size)).toBe(
      '오르는 중이네. 비트코인은 늘 그렇지.',
    )
  })
  test('a sentence that only starts alike is left alone', () => {
    expect(continued(shown, '비트코인은 오래 보게.', size)).toBe('비트코인은 오래 보게.')
  })
  test('a new sentence is set apart from the one before', () => {
    expect(continued('차분한 하루일세.', '길게 보게.', size)).toBe(' 길게 보게.')
  })
  test('a continuation that says nothing new says nothing', () => {
    expect(continued(shown, '비트코인은 지금', size)).toBe('')
  })
})

test('a figure inside the repeat goes with it', () => {
  const stripper = createRepeatStripper('The price is 67,250.12 USDT and ')
  const parts = [
    ...stripper.push({ type: 'text', text: 'The price is ' }),
    ...stripper.push({ type: 'fact', id: 'BTC.price', text: '67,250.12 USDT' }),
    ...stripper.push({ type: 'text', text: ' and calm.' }),
  ]
  expect(parts).toEqual([{ type: 'text', text: 'calm.' }])
})

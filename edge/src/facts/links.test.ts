import { expect, test } from 'vitest'
import { createGate } from './gate.ts'

function read(text: string) {
  const gate = createGate({ facts: new Map(), locale: 'en', saidByUser: [] })
  const outputs = [...Array.from(text).flatMap((character) => gate.push(character)), ...gate.end()]
  return {
    shown: outputs.map((output) => (output.type === 'text' ? output.text : '')).join(''),
    held: outputs.find((output) => output.type === 'held')?.reason,
  }
}

test('an address is held from the first letter of its host', () => {
  for (const address of [
    'coinpick.co',
    'sage.vip',
    'open.kakao.com/o/abc',
    'promo.foobar',
    'evil.example/track',
  ])
    expect(read(`See ${address} today.`), address).toEqual({ shown: 'See ', held: 'link' })
})

test('names of venues, our own address and the end of a sentence are no links', () => {
  for (const text of [
    'Prices come from Gate.io.',
    'This is sage.ai.',
    'Wait. Then read on.',
    'Ask e.g. a friend.',
  ])
    expect(read(text)).toEqual({ shown: text, held: undefined })
})

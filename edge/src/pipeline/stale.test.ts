import { expect, test } from 'vitest'
import type { Fact } from '../contract/fact.ts'
import type { MessagePart } from '../contract/message.ts'
import { missingStaleNote, staleCitations } from './stale.ts'

const late: Fact = {
  id: 'BTC.price',
  value: '1',
  unit: 'USDT',
  at: '2026-11-24T09:00:00.000Z',
  venue: 'gate',
  stale: true,
}
const { stale: _, ...live } = late
const sheet = (fact: Fact) => ({
  snapshotAt: late.at,
  source: 'replay' as const,
  facts: new Map([[fact.id, fact]]),
})
const figure: MessagePart = { type: 'fact', id: 'BTC.price', text: '1 USDT' }
const says = (text: string): MessagePart[] => [figure, { type: 'text', text }]

test('an answer that cites a late figure without saying so is completed', () => {
  expect(staleCitations(says(' it is.'), sheet(late))).toEqual(['BTC.price'])
  expect(missingStaleNote(says(' it is.'), sheet(late), 'en')).toContain('arriving late')
  expect(missingStaleNote(says('일세.'), sheet(late), 'ko')).toContain('늦게')
})

test('one that says so, or cites only live figures, is left alone', () => {
  expect(missingStaleNote(says(', though prices arrive late.'), sheet(late), 'en')).toBeUndefined()
  expect(missingStaleNote(says('일세. 시세가 늦네.'), sheet(late), 'ko')).toBeUndefined()
  expect(missingStaleNote(says(' it is.'), sheet(live), 'en')).toBeUndefined()
})

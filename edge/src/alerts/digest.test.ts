import { expect, test } from 'vitest'
import { type DigestDeps, dueSlots, sendDigests } from './digest.ts'

// 08:03 in Seoul and Tokyo, 04:33 in Kolkata.
const now = new Date('2026-11-27T23:03:40Z')

test('it is eight where it is eight, and zones that share the instant share the digest', () => {
  expect(dueSlots(now, ['Asia/Seoul', 'Asia/Tokyo', 'Asia/Kolkata', 'Europe/Berlin', 'Nowhere'])).toEqual([
    { at: new Date('2026-11-27T23:00:00Z'), localDate: '2026-11-28', zones: ['Asia/Seoul', 'Asia/Tokyo'] },
  ])
})

test.each([
  ['2026-11-27T22:59:59Z', 0],
  ['2026-11-27T23:00:00Z', 1],
  ['2026-11-27T23:29:59Z', 1],
  ['2026-11-27T23:30:00Z', 0],
])('at %s there are %d slots', (at, count) => {
  expect(dueSlots(new Date(at), ['Asia/Seoul'])).toHaveLength(count)
})

test('where the clock skips an hour, eight comes once', () => {
  // 2026-03-29, Berlin: 02:00 becomes 03:00.
  const minutes = Array.from(
    { length: 24 * 60 },
    (_, minute) => Date.parse('2026-03-28T23:00:00Z') + minute * 60_000,
  )
  const slots = minutes.flatMap((at) => dueSlots(new Date(at), ['Europe/Berlin']))
  expect(new Set(slots.map(({ at }) => at.toISOString()))).toEqual(new Set(['2026-03-29T06:00:00.000Z']))
})

function house() {
  const shelf = new Map<string, { writer?: string; text?: string }>()
  const told: string[] = []
  let written = 0
  const deps: DigestDeps = {
    readers: async () => [
      { timeZone: 'Asia/Seoul', locale: 'ko' },
      { timeZone: 'Asia/Tokyo', locale: 'en' },
      { timeZone: 'Europe/Berlin', locale: 'en' },
    ],
    claim: async (slot, locale) => {
      const id = `${slot.toISOString()} ${locale}`
      const known = shelf.get(id)
      if (known?.text !== undefined) return { status: 'written', id, text: known.text }
      if (known !== undefined) return { status: 'busy' }
      shelf.set(id, { writer: 'me' })
      return { status: 'mine', id, writer: 'me' }
    },
    write: async (locale) => {
      written += 1
      return { text: `${locale} digest`, facts: [] }
    },
    save: async (id, writer, { text }) => {
      shelf.set(id, { writer, text })
      return true
    },
    tell: async ({ id, text }) => {
      told.push(`${id}: ${text}`)
    },
    now: () => now,
  }
  return { deps, told, shelf, written: () => written }
}

test('one digest is written for each language, whoever runs beside', async () => {
  const { deps, told, written } = house()
  await Promise.all([sendDigests(deps), sendDigests(deps)])
  expect(written()).toBe(2)
  expect(new Set(told)).toEqual(
    new Set(['2026-11-27T23:00:00.000Z ko: ko digest', '2026-11-27T23:00:00.000Z en: en digest']),
  )
})

test('what the mentor may not say is not told', async () => {
  const { deps, told } = house()
  await sendDigests({ ...deps, write: async () => undefined })
  expect(told).toEqual([])
})

test('one whose claim has gone to another tells nothing of his own', async () => {
  const { deps, told } = house()
  await sendDigests({ ...deps, save: async () => false })
  expect(told).toEqual([])
})

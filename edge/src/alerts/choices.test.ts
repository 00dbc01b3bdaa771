import { expect, test } from 'vitest'
import { defaultChoices } from '../contract/notification-choices.ts'
import { choicesOf, localTime, localTimes, minutesPastEight } from './choices.ts'

test('what was never chosen is as the contract says, and so is what cannot be read', () => {
  const off = { app: 'off', push: 'off' } as const
  expect(choicesOf({ market_event: off })).toEqual({ ...defaultChoices, market_event: off })
  expect(choicesOf({})).toEqual(defaultChoices)
  expect(choicesOf({ market_event: { app: 'loud', push: 'on' } })).toEqual(defaultChoices)
  expect(choicesOf(null)).toEqual(defaultChoices)
})

test('local time follows the zone, its half hours and its summer', () => {
  const winter = new Date('2026-01-15T23:02:00Z')
  expect(localTime(winter, 'Asia/Seoul')).toEqual({ date: '2026-01-16', time: '08:02' })
  expect(localTime(winter, 'Asia/Kolkata')).toEqual({ date: '2026-01-16', time: '04:32' })
  expect(localTime(winter, 'Europe/Berlin')).toEqual({ date: '2026-01-16', time: '00:02' })
  expect(localTime(new Date('2026-07-15T22:00:00Z'), 'Europe/Berlin')).toEqual({
    date: '2026-07-16',
    time: '00:00',
  })
})

test('a zone that nobody knows has no time and spoils nothing for the others', () => {
  const at = new Date('2026-01-15T23:02:00Z')
  expect(localTime(at, "Mars/Olympus'; drop table users")).toBeUndefined()
  expect(localTimes(at, ['Nowhere', 'Asia/Seoul'])).toEqual({ 'Asia/Seoul': '08:02' })
})

test('minutes are counted from eight', () => {
  expect(minutesPastEight('08:00')).toBe(0)
  expect(minutesPastEight('08:14')).toBe(14)
  expect(minutesPastEight('07:59')).toBe(-1)
})

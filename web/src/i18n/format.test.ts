import { describe, expect, it } from 'vitest'
import { en } from './en.ts'
import { formatsOf } from './format.ts'
import { segments, translate } from './translate.ts'

const ko = formatsOf('ko', 'Asia/Seoul')
const english = formatsOf('en', 'America/New_York')

describe('numbers and dates', () => {
  it.each([
    ['109194.16', '109,194.16'],
    ['12.3', '12.300'],
    ['2.1766', '2.1766'],
    ['0.159', '0.15900'],
    ['nonsense', 'nonsense'],
  ])('writes the price %s as %s', (value, text) => {
    expect(ko.price(value)).toBe(text)
  })

  it('keeps all digits of a decimal string, beyond what a float can hold', () => {
    expect(english.decimal('12345678901234567.123456789')).toBe('12,345,678,901,234,567.123456789')
  })

  it('always signs a change, except when there is none', () => {
    expect(english.change('2.4')).toBe('+2.40%')
    expect(english.change('-0.5')).toBe('-0.50%')
    expect(english.change('0')).toBe('0.00%')
  })

  it('tells an age in the largest whole unit', () => {
    expect([0, 59_999, 60_000, 3_600_000, 90_000_000].map((ms) => english.age(ms))).toEqual([
      '0s',
      '59s',
      '1 min',
      '1h',
      '1d',
    ])
    expect(ko.age(4000)).toBe('4초')
  })

  it('tells the time in the zone of the reader', () => {
    expect(ko.time('2026-11-24T15:30:05.000Z')).toBe('00:30:05')
    expect(english.time('2026-11-24T15:30:05.000Z')).toBe('10:30:05')
  })
})

describe('messages', () => {
  it('take their values and leave unknown names alone', () => {
    expect(translate(en, 'en', 'chat.counter', { count: 1, max: 2 })).toBe('1 / 2')
    expect(translate(en, 'en', 'chat.counter', { count: 1 })).toBe('1 / {max}')
  })

  it('say one or more as the language does', () => {
    expect(translate(en, 'en', 'chat.tooLong', { count: 1 })).toBe('1 character too long.')
    expect(translate(en, 'en', 'chat.tooLong', { count: '2' })).toBe('2 characters too long.')
  })

  it('can be cut where a link stands', () => {
    expect(segments('a {x} b')).toEqual([{ text: 'a ' }, { name: 'x' }, { text: ' b' }])
  })
})

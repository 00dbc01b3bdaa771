import { expect, it } from 'vitest'
import { type PastIncident, statusHistory } from './status-history.ts'

const nowMs = Date.parse('2026-11-28T12:00:00Z')
const incident = (component: string, from: string, to: string | null): PastIncident => ({
  component,
  startedAt: new Date(from),
  endedAt: to === null ? null : new Date(to),
})
const of = (...incidents: PastIncident[]) => {
  const { days } = statusHistory(incidents, nowMs)
  return (day: string) => days.find((each) => each.day === day)?.minutes
}
const well = { feeds: 0, mentor: 0, alerts: 0 }

it('is ninety days up to today, well where nothing was wrong', () => {
  const { days } = statusHistory([], nowMs)
  expect([days.length, days[0]?.day, days.at(-1)?.day]).toEqual([90, '2026-08-31', '2026-11-28'])
  expect(days.every(({ minutes }) => minutes.feeds + minutes.mentor + minutes.alerts === 0)).toBe(true)
})

it('an incident over midnight is told of on both days', () => {
  const on = of(incident('prices', '2026-11-26T23:50:00Z', '2026-11-27T00:20:00Z'))
  expect([on('2026-11-26'), on('2026-11-27')]).toEqual([
    { ...well, feeds: 10 },
    { ...well, feeds: 20 },
  ])
})

it('two at once count once, and one that goes on counts up to now', () => {
  const on = of(
    incident('answers', '2026-11-28T11:00:00Z', '2026-11-28T11:30:00Z'),
    incident('first_word', '2026-11-28T11:10:00Z', '2026-11-28T11:20:00Z'),
    incident('push_queue', '2026-11-28T11:45:00Z', null),
  )
  expect(on('2026-11-28')).toEqual({ feeds: 0, mentor: 30, alerts: 15 })
})

it('one that began before the ninety days counts within them', () => {
  const on = of(incident('database', '2020-01-01T00:00:00Z', '2026-08-31T01:00:00Z'))
  expect(on('2026-08-31')).toEqual({ feeds: 0, mentor: 60, alerts: 60 })
})

it('a component of another version is nobody’s', () => {
  expect(of(incident('teleport', '2026-11-28T00:00:00Z', null))('2026-11-28')).toEqual(well)
})

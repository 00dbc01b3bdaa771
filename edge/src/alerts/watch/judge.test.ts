import { expect, test } from 'vitest'
import { judge, type OpenIncident, type Reading } from './judge.ts'

const at = '2026-11-28T08:00:00.000Z'
const bad: Reading = { component: 'prices', healthy: false, summary: '2 of 6 coins have a live price' }
const good: Reading = { component: 'prices', healthy: true, summary: '' }

function watch(readings: readonly (readonly Reading[])[]) {
  let open: readonly OpenIncident[] = []
  let made = 0
  return readings.map((each) => {
    const judgement = judge(open, each, at, () => String(++made))
    open = judgement.open
    return [judgement.opened.length, judgement.ended.length]
  })
}

test('a part that fails for long is one incident', () => {
  expect(watch([[bad], [bad], [bad]])).toEqual([
    [1, 0],
    [0, 0],
    [0, 0],
  ])
})

test('it ends when it was well twice, and one that comes and goes stays the same', () => {
  expect(watch([[bad], [good], [bad], [good], [good], [good], [bad]])).toEqual([
    [1, 0],
    [0, 0],
    [0, 0],
    [0, 0],
    [0, 1],
    [0, 0],
    [1, 0],
  ])
})

test('what could not be read neither opens nor ends anything', () => {
  expect(watch([[], [bad], [], [], [good], [], [good]])).toEqual([
    [0, 0],
    [1, 0],
    [0, 0],
    [0, 0],
    [0, 0],
    [0, 0],
    [0, 1],
  ])
})

test('parts are judged apart', () => {
  const database: Reading = { component: 'database', healthy: false, summary: '' }
  expect(
    watch([
      [bad, database],
      [good, database],
      [good, database],
    ]),
  ).toEqual([
    [2, 0],
    [0, 0],
    [0, 1],
  ])
})

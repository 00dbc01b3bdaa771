import { expect, test } from 'vitest'
import { RunningTurn } from './running-turn.ts'

const id = '01a20f09-3f4c-7a6c-a8e9-af005a2435eb'

function turn(lines: readonly string[] = []) {
  const log: string[] = []
  const running = new RunningTurn(id, 0, lines, (firstSeq, added) => {
    log.push(...added.map((line, index) => `${firstSeq + index} ${line}`))
  })
  return { running, log }
}

test('an event can be read only after it was written to the log', async () => {
  const { running, log } = turn()
  running.add({ type: 'text', text: '가' }, 1)
  expect(running.read(0).text).toBe('')
  await Promise.resolve()
  expect(log).toEqual(['1 {"type":"text","text":"가"}'])
  expect(running.read(0).text).toBe(`id: ${id}:1\ndata: {"type":"text","text":"가"}\n\n`)
})

test('events of one moment are written together and numbered without gaps', async () => {
  const { running, log } = turn()
  for (const text of ['a', 'b', 'c']) running.add({ type: 'text', text }, 1)
  await Promise.resolve()
  running.add({ type: 'text', text: 'd' }, 2)
  await Promise.resolve()
  expect(log.map((line) => line.split(' ')[0])).toEqual(['1', '2', '3', '4'])
})

test('the terminal event is the last, whatever comes after it', async () => {
  const { running, log } = turn()
  running.end({ type: 'failed', code: 'internal', message: '', retryable: true }, 1)
  running.add({ type: 'text', text: 'late' }, 2)
  await Promise.resolve()
  expect(log).toHaveLength(1)
  expect(running.read(0).complete).toBe(true)
  expect(running.ended).toBe(true)
})

test('a turn taken up from its log knows what was shown, and numbers on from there', async () => {
  const { running, log } = turn(['{"type":"title","title":"비트"}', '{"type":"text","text":"자네"}'])
  expect(running.hasShown).toBe(true)
  expect(running.title).toBe('비트')
  running.add({ type: 'restart', reason: 'recovered' }, 1)
  await Promise.resolve()
  expect(log).toEqual(['3 {"type":"restart","reason":"recovered"}'])
  expect(running.hasShown).toBe(false)
})

test('listeners hear of every addition until they leave', async () => {
  const { running } = turn()
  let calls = 0
  const leave = running.subscribe(() => {
    calls += 1
  })
  running.add({ type: 'text', text: 'a' }, 1)
  await Promise.resolve()
  leave()
  running.add({ type: 'text', text: 'b' }, 1)
  await Promise.resolve()
  expect(calls).toBe(1)
})

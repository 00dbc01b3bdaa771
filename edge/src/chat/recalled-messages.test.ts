import { expect, test } from 'vitest'
import type { Message } from '../contract/message.ts'
import { userMessage } from './answer.ts'
import { RecalledMessages } from './recalled-messages.ts'

const at = new Date('2026-11-24T09:00:00.000Z')
const message = (id: string, parentId: string | null): Message =>
  userMessage({ id, chatId: 'chat', parentId, turnId: 'turn' }, `message ${id}`, at)

/** A chat of `a` to `d`, of which the object keeps the last two. */
function chat({ complete = false, away = false } = {}) {
  const all = [message('a', null), message('b', 'a'), message('c', 'b'), message('d', 'c')]
  const asked: string[] = []
  const newest = {
    message: (id: string) => all.slice(2).find((each) => each.id === id),
    chat: () => ({ complete }),
  }
  const archive = {
    upTo: async (id: string) => {
      asked.push(id)
      if (away) return { status: 'unavailable' as const }
      return { status: 'ok' as const, messages: all.filter((each) => each.id <= id) }
    },
  }
  return { recalled: new RecalledMessages(newest, archive), asked }
}

test('an old message is found with what leads to it', async () => {
  const { recalled, asked } = chat()
  expect(recalled.find('b')).toBeUndefined()
  expect(await recalled.recall('b')).toBe('ok')
  expect(recalled.find('b')?.parentId).toBe('a')
  expect(recalled.find('a')).toBeDefined()
  expect(asked).toEqual(['b'])
})

test('what is known, or cannot be there, costs no question', async () => {
  const kept = chat()
  expect(await kept.recalled.recall('d')).toBe('ok')
  const whole = chat({ complete: true })
  expect(await whole.recalled.recall('a')).toBe('ok')
  expect(whole.recalled.find('a')).toBeUndefined()
  expect([...kept.asked, ...whole.asked]).toEqual([])
})

test('an outage is told from a message that is not there', async () => {
  expect(await chat({ away: true }).recalled.recall('b')).toBe('unavailable')
  const { recalled } = chat()
  expect(await recalled.recall('0')).toBe('ok')
  expect(recalled.find('0')).toBeUndefined()
})

import { expect, test } from 'vitest'
import type { Message } from '../contract/message.ts'
import { branchTo, contextChars, contextMessages, priorMessages } from './history.ts'

function message(id: string, parentId: string | null, content = id): Message {
  return {
    id,
    chatId: 'chat',
    parentId,
    turnId: null,
    role: id.startsWith('a') ? 'assistant' : 'user',
    status: 'done',
    content,
    parts: [],
    facts: [],
    corrected: false,
    mentor: null,
    createdAt: '2026-11-24T09:00:00.000Z',
  }
}

function finder(messages: readonly Message[]) {
  return (id: string) => messages.find((candidate) => candidate.id === id)
}

test('a branch holds its own past and nothing of its siblings', () => {
  const all = [message('u1', null), message('a1', 'u1'), message('a1b', 'u1'), message('u2', 'a1b')]
  expect(branchTo('u2', finder(all)).map(({ id }) => id)).toEqual(['u1', 'a1b', 'u2'])
})

test('the newest twenty messages are remembered', () => {
  const all = Array.from({ length: 30 }, (_, index) => message(`u${index}`, index ? `u${index - 1}` : null))
  const branch = branchTo('u29', finder(all))
  expect(branch).toHaveLength(contextMessages)
  expect(branch[0]?.id).toBe('u10')
})

test('a long past loses its oldest messages, never the newest', () => {
  const long = 'x'.repeat(contextChars / 2 + 1)
  const all = [message('u1', null, long), message('a1', 'u1', long), message('u2', 'a1', long)]
  expect(branchTo('u2', finder(all)).map(({ id }) => id)).toEqual(['u2'])
})

test('what was never shown is not remembered', () => {
  expect(priorMessages([message('u1', null), message('a1', 'u1', '')])).toEqual([
    { role: 'user', text: 'u1' },
  ])
})

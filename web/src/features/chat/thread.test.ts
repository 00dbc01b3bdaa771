import type { Message } from '@sage/edge/contract'
import { describe, expect, it } from 'vitest'
import { keptItems, pagesOf, rootKey, threadOf } from './thread.ts'

function message(id: string, parentId: string | null): Message {
  return {
    id,
    parentId,
    chatId: 'c',
    turnId: null,
    role: 'user',
    status: 'done',
    content: id,
    parts: [],
    facts: [],
    corrected: false,
    mentor: null,
    createdAt: '2026-11-24T00:00:00.000Z',
  }
}
const path = (messages: Message[], chosen?: Record<string, string>) =>
  threadOf(messages, chosen).map((item) => item.message.id)

describe('the thread of a chat', () => {
  const branched = [message('q1', null), message('a1', 'q1'), message('q2', 'a1'), message('a1b', 'q1')]

  it('follows the newest branch', () => {
    expect(path(branched)).toEqual(['q1', 'a1b'])
  })

  it('follows the branch that the reader chose, and shows how many there are', () => {
    expect(path(branched, { q1: 'a1' })).toEqual(['q1', 'a1', 'q2'])
    expect(threadOf(branched)[1]?.siblings).toEqual(['a1', 'a1b'])
  })

  it('follows the branch that was continued last, though another began later', () => {
    expect(path([...branched, message('q2b', 'a1')])).toEqual(['q1', 'a1', 'q2b'])
  })

  it('begins at the oldest message read when earlier pages are not there yet', () => {
    expect(path([message('a5', 'q5'), message('q6', 'a5')])).toEqual(['a5', 'q6'])
  })

  it('lets the first question have alternatives too', () => {
    const messages = [message('q1', null), message('q1b', null)]
    expect(path(messages, { [rootKey]: 'q1' })).toEqual(['q1'])
  })

  it('is empty for a new chat', () => {
    expect(path([])).toEqual([])
  })
})

describe('what is drawn of a thread', () => {
  const [first, second] = [message('q1', null), message('a1', 'q1')]

  it('keeps the items that are the same, and only those', () => {
    const before = threadOf([first, second])
    const [kept, changed, added] = keptItems(before, threadOf([first, { ...second }, message('q2', 'a1')]))
    expect(kept).toBe(before[0])
    expect(changed).not.toBe(before[1])
    expect(added?.message.id).toBe('q2')
    expect(keptItems(before, threadOf([first, second, message('a1b', 'q1')]))[1]).not.toBe(before[1])
  })

  it('stands in the pages it was read in; what is in none is the newest', () => {
    const thread = threadOf([first, second, message('q2', 'a1')])
    const pages = pagesOf(
      thread,
      new Map([
        ['q1', 1],
        ['a1', 0],
      ]),
    )
    expect(pages.map(({ page, items }) => [page, items.map((item) => item.message.id)])).toEqual([
      [1, ['q1']],
      [0, ['a1', 'q2']],
    ])
  })
})

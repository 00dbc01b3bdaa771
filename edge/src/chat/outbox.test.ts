import { expect, test } from 'vitest'
import {
  batchSize,
  drainOutbox,
  type OutboxItem,
  type OutboxRow,
  reportOf,
  retryAfterMs,
  type WriteOutcome,
} from './outbox.ts'

function chatRow(id: number): OutboxRow {
  const at = '2026-11-24T09:00:00.000Z'
  return {
    id,
    item: {
      type: 'chat',
      chat: { id: `chat-${id}`, title: '', unread: false, createdAt: at, updatedAt: at },
    },
  }
}

/** An outbox in memory and a database that answers `answer` to each write. */
function outbox(count: number, answer: (items: readonly OutboxItem[]) => WriteOutcome['status']) {
  let rows = Array.from({ length: count }, (_, index) => chatRow(index + 1))
  const written: string[] = []
  const parked: number[] = []
  const without = (gone: readonly OutboxRow[]) => {
    rows = rows.filter((row) => !gone.some(({ id }) => id === row.id))
  }
  const deps = {
    peek: (limit: number) => rows.slice(0, limit),
    write: async (items: readonly OutboxItem[]) => {
      const status = answer(items)
      if (status === 'written') written.push(...items.map(nameOf))
      return status === 'rejected' ? { status, ...broken } : { status }
    },
    remove: without,
    park: (row: OutboxRow) => {
      parked.push(row.id)
      without([row])
    },
  }
  return { deps, written, parked, left: () => rows.map((row) => row.id) }
}

const broken = { code: '23503', rule: 'messages_chat' }
const nameOf = (item: OutboxItem) => (item.type === 'chat' ? item.chat.id : item.type)
const names = (...ids: readonly number[]) => ids.map((id) => `chat-${id}`)

test('everything is written in order and removed', async () => {
  const count = batchSize * 2 + 3
  const { deps, written, left } = outbox(count, () => 'written')
  expect(await drainOutbox(deps)).toBe('empty')
  expect(written).toEqual(names(...Array.from({ length: count }, (_, index) => index + 1)))
  expect(left()).toEqual([])
})

test('a database that is away loses nothing', async () => {
  const { deps, written, left } = outbox(3, () => 'unavailable')
  expect(await drainOutbox(deps)).toBe('unavailable')
  expect(written).toEqual([])
  expect(left()).toEqual([1, 2, 3])
})

test('a row that can never be written is set aside and does not block those behind it', async () => {
  const { deps, written, parked } = outbox(5, (items) =>
    items.some((item) => nameOf(item) === 'chat-3') ? 'rejected' : 'written',
  )
  expect(await drainOutbox(deps)).toBe('empty')
  expect(parked).toEqual([3])
  expect(written).toEqual(names(1, 2, 4, 5))
})

test('a lone poison row is set aside after one attempt', async () => {
  const { deps, parked } = outbox(1, () => 'rejected')
  expect(await drainOutbox(deps)).toBe('empty')
  expect(parked).toEqual([1])
})

test('the report of a parked row has its ids and the reason, and a report is not reported', () => {
  const at = new Date('2026-11-24T10:00:00.000Z')
  const report = reportOf(chatRow(7), broken, at)
  expect(report).toEqual({
    row: 7,
    kind: 'chat',
    subjectId: 'chat-7',
    code: '23503',
    rule: 'messages_chat',
    at: '2026-11-24T10:00:00.000Z',
  })
  expect(report && reportOf({ id: 8, item: { type: 'parked', report } }, broken, at)).toBeUndefined()
})

test('an outage while the poison row is looked for keeps what is left, in order', async () => {
  let calls = 0
  const { deps, written, parked, left } = outbox(4, () => {
    calls += 1
    return calls === 1 ? 'rejected' : calls === 2 ? 'written' : 'unavailable'
  })
  expect(await drainOutbox(deps)).toBe('unavailable')
  expect(written).toEqual(names(1))
  expect(parked).toEqual([])
  expect(left()).toEqual([2, 3, 4])
})

test('retries wait longer and longer, up to a minute', () => {
  expect([1, 2, 3, 6, 7, 100].map(retryAfterMs)).toEqual([1000, 2000, 4000, 32_000, 60_000, 60_000])
})

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { EventLog } from './event-log.ts'

/** Runs `work` with a log in the storage of a fresh object. */
async function withLog(work: (log: EventLog, storage: DurableObjectStorage) => void): Promise<void> {
  const room = env.CHAT_ROOM.getByName(`${crypto.randomUUID()}/${crypto.randomUUID()}`)
  await runInDurableObject(room, (_, { storage }) => {
    EventLog.createTables(storage.sql)
    work(new EventLog(storage.sql), storage)
  })
}

const word = (index: number) => JSON.stringify({ type: 'text', text: `낱말${index} ` })

test('what is read is byte for byte what was written, in order', async () => {
  const lines = [
    '{"type":"turn","turnId":"a"}',
    word(1),
    '{"type":"text","text":"\\"quoted\\" {\\"type\\":\\"text\\"}\\n"}',
    '{"type":"text","text":""}',
    '{"type":"fact","id":"BTC.price","text":"67,250 USDT"}',
    '{"type":"text","text":"x","more":1}',
  ]
  await withLog((log) => {
    log.append('a', 1, lines.slice(0, 2))
    log.append('b', 1, [word(9)])
    log.append('a', 3, lines.slice(2, 3))
    log.append('a', 4, lines.slice(3))
    expect(log.read('a')).toEqual(lines)
    expect(log.read('b')).toEqual([word(9)])
  })
})

test('a log taken up by another object goes on where it was', async () => {
  await withLog((log, { sql }) => {
    log.append('a', 1, [word(1)])
    new EventLog(sql).append('a', 2, [word(2)])
    expect(log.read('a')).toEqual([word(1), word(2)])
  })
})

test('a turn of ten thousand events, written one by one, is some dozens of rows and under 300 kB', async () => {
  const lines = Array.from({ length: 10_000 }, (_, index) => word(index))
  await withLog((log, { sql }) => {
    const before = sql.databaseSize
    for (const [index, line] of lines.entries()) log.append('a', index + 1, [line])
    expect(log.read('a')).toEqual(lines)
    const { rows } = sql.exec<{ rows: number }>('SELECT count(*) AS rows FROM event_log').one()
    expect(rows).toBeLessThan(60)
    expect(sql.databaseSize - before).toBeLessThan(300_000)
  })
})

test('a log that was dropped leaves nothing, and the turn could begin anew', async () => {
  await withLog((log) => {
    log.append('a', 1, [word(1)])
    log.drop('a')
    expect(log.read('a')).toEqual([])
    log.append('a', 1, [word(2)])
    expect(log.read('a')).toEqual([word(2)])
  })
})

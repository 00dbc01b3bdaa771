import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { isTerminal, TurnEvent } from '../contract/turn-event.ts'
import { newId } from '../http/id.ts'
import { parsePosition } from '../http/sse.ts'
import type { Streaming } from './room.ts'

// In these tests neither the models, nor the market, nor PostgreSQL can be reached: the chat goes on.

function newRoom() {
  const stub = env.CHAT_ROOM.getByName(`${newId(new Date())}/${newId(new Date())}`)
  return stub
}

async function openRoom() {
  const room = newRoom()
  await room.open()
  return room
}

function streaming<T extends { status: string }>(outcome: T | Streaming): Streaming {
  if (outcome.status !== 'streaming' || !('body' in outcome))
    throw new Error(`not streaming: ${outcome.status}`)
  return outcome
}

interface Received {
  readonly seq: number
  readonly event: TurnEvent
}

async function receive({ body }: Streaming): Promise<Received[]> {
  const text = await new Response(body).text()
  return text.split('\n\n').flatMap((frame) => {
    const [, id, data] = /^id: (\S+)\ndata: (.*)$/.exec(frame) ?? []
    if (id === undefined || data === undefined) return []
    const position = parsePosition(id)
    if (!position) throw new Error(`malformed id ${id}`)
    return [{ seq: position.seq, event: TurnEvent.parse(JSON.parse(data)) }]
  })
}

/** Ends the object at once, as a crash does; what it has stored is what the new one finds. */
async function crash(room: ReturnType<typeof newRoom>): Promise<ReturnType<typeof newRoom>> {
  await runInDurableObject(room, (_, state) => state.abort('crash')).catch(() => {})
  return env.CHAT_ROOM.getByName(room.name ?? '')
}

const question = (content = 'BTC 어때?') => ({ content, clientMessageId: crypto.randomUUID() })

test('a turn that cannot be answered ends once, with numbered events from first to last', async () => {
  const room = await openRoom()
  const events = await receive(streaming(await room.ask(question())))
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
  expect(events[0]?.event.type).toBe('turn')
  expect(events.filter(({ event }) => isTerminal(event))).toHaveLength(1)
  expect(events.at(-1)?.event).toMatchObject({ type: 'failed', retryable: true })
})

test('the question is remembered even though the database is away', async () => {
  const room = await openRoom()
  await receive(streaming(await room.ask(question('첫 질문'))))
  const page = await room.messages({ limit: 50 })
  expect(page.status === 'ok' && page.messages.map(({ role, content }) => [role, content])[0]).toEqual([
    'user',
    '첫 질문',
  ])
})

test('a replay is the same, from any place', async () => {
  const room = await openRoom()
  const live = await receive(streaming(await room.ask(question())))
  const turnId = live[0]?.event.type === 'turn' ? live[0].event.turnId : ''
  expect(await receive(streaming(await room.stream()))).toEqual(live)
  for (let seq = 0; seq < live.length; seq += 1) {
    const rest = await receive(streaming(await room.stream({ turnId, seq })))
    expect(rest).toEqual(live.slice(seq))
  }
  expect((await room.stream({ turnId, seq: live.length })).status).toBe('ended')
})

test('two tabs and a repeated send see one turn', async () => {
  const room = await openRoom()
  const sent = question()
  const [first, second, third] = await Promise.all([
    room.ask(sent).then(streaming).then(receive),
    room.ask(sent).then(streaming).then(receive),
    room.ask(sent).then(streaming).then(receive),
  ])
  expect(second).toEqual(first)
  expect(third).toEqual(first)
  const page = await room.messages({ limit: 50 })
  expect(page.status === 'ok' && page.messages).toHaveLength(2)
})

test('a second question during an answer is refused with the turn that runs', async () => {
  const room = await openRoom()
  const running = streaming(await room.ask(question()))
  expect(await room.ask(question('다른 질문'))).toEqual({ status: 'turn_running', turnId: running.turnId })
  await receive(running)
})

test('of many questions at one moment one is taken', async () => {
  const room = await openRoom()
  const outcomes = await Promise.all(Array.from({ length: 3 }, () => room.ask(question())))
  const taken = outcomes.filter(({ status }) => status === 'streaming')
  expect(taken).toHaveLength(1)
  for (const outcome of taken) await receive(streaming(outcome))
})

test('a reader who leaves ends nothing', async () => {
  const room = await openRoom()
  const { body, turnId } = streaming(await room.ask(question()))
  await body.cancel()
  const events = await receive(streaming(await room.stream({ turnId, seq: 0 })))
  expect(events.filter(({ event }) => isTerminal(event))).toHaveLength(1)
})

test('an answer that ended with nobody there is unread until somebody looks', async () => {
  const room = await openRoom()
  const unread = async (asked = room) => {
    const found = await asked.chat()
    return found.status === 'ok' && found.chat.unread
  }
  await receive(streaming(await room.ask(question())))
  expect(await unread()).toBe(false)
  await streaming(await room.ask(question())).body.cancel()
  await expect.poll(() => unread()).toBe(true)
  const next = await crash(room)
  expect(await unread(next)).toBe(true)
  await next.messages({ limit: 1 })
  expect(await unread(next)).toBe(false)
  const told = await runInDurableObject(next, (_, state) =>
    state.storage.sql
      .exec<{ json: string }>('SELECT json FROM outbox ORDER BY id')
      .toArray()
      .map(({ json }) => JSON.parse(json))
      .flatMap((item) => (item.type === 'chat' ? [item.chat.unread] : [])),
  )
  expect(told.slice(-2)).toEqual([true, false])
})

test('stop ends the turn for every reader, and twice is once', async () => {
  const room = await openRoom()
  const running = streaming(await room.ask(question()))
  const [reader, stopped] = await Promise.all([receive(running), room.stop(running.turnId)])
  expect(stopped.status).toBe('stopped')
  expect(reader.at(-1)?.event.type).toBe('stopped')
  expect((await room.stop(running.turnId)).status).toBe('ended')
  expect((await room.stop(crypto.randomUUID())).status).toBe('no_turn')
})

test('an object that was evicted replays the same turn from its storage', async () => {
  const room = await openRoom()
  const live = await receive(streaming(await room.ask(question())))
  const next = await crash(room)
  expect(await receive(streaming(await next.stream()))).toEqual(live)
})

test('what PostgreSQL could not take waits in the outbox, in order', async () => {
  const room = await openRoom()
  await receive(streaming(await room.ask(question())))
  const types = await runInDurableObject(room, (_, state) =>
    state.storage.sql
      .exec<{ json: string }>('SELECT json FROM outbox ORDER BY id')
      .toArray()
      .map(({ json }) => JSON.parse(json).type),
  )
  expect(types).toEqual(['chat', 'message', 'chat', 'message', 'chat', 'turn'])
})

test('a turn found running without its isolate is run again by the alarm', async () => {
  const room = await openRoom()
  const live = await receive(streaming(await room.ask(question())))
  // The books as a crash before the first word leaves them: running, with nothing but its first event.
  await runInDurableObject(room, (_, { storage }) => {
    storage.sql.exec("UPDATE turns SET status = 'running', ended_at_ms = NULL")
    const [row] = storage.sql.exec<{ turn_id: string; lines: string }>('SELECT turn_id, lines FROM event_log')
    storage.sql.exec('UPDATE event_log SET count = 1, lines = ?', row?.lines.split('\n')[0] ?? '')
    storage.sql.exec('DELETE FROM messages WHERE json LIKE \'%"assistant"%\'')
  })
  const next = await crash(room)
  expect(await runDurableObjectAlarm(next)).toBe(true)
  const recovered = await receive(streaming(await next.stream()))
  expect(recovered[0]).toEqual(live[0])
  expect(recovered.map(({ seq }) => seq)).toEqual(recovered.map((_, index) => index + 1))
  expect(recovered.filter(({ event }) => isTerminal(event))).toHaveLength(1)
  expect(recovered.filter(({ event }) => event.type === 'restart')).toHaveLength(0)
})

test('a crash after the signal leaves one signal, under the id it was shown with', async () => {
  const room = await openRoom()
  const live = await receive(streaming(await room.ask(question())))
  const shown = JSON.stringify(live[0]?.event)
  const at = new Date().toISOString()
  const fact = { id: 'BTC.price', value: '67250.12', unit: 'USDT', at, venue: 'binance' }
  const signal = {
    id: crypto.randomUUID(),
    symbol: 'BTC',
    action: 'buy',
    confidence: 'low',
    reasoning: '',
    factIds: [],
  }
  const lines = [
    { type: 'facts', snapshotAt: at, facts: [fact] },
    { type: 'text', text: '나눠서 담아 보게.' },
    { type: 'risk', recommendation: 'approve', issues: [] },
    { type: 'signal', ...signal },
  ].map((event) => JSON.stringify(event))
  await runInDurableObject(room, (_, { storage }) => {
    storage.sql.exec("UPDATE turns SET status = 'running', ended_at_ms = NULL")
    storage.sql.exec('DELETE FROM outbox')
    storage.sql.exec('DELETE FROM messages WHERE json LIKE \'%"assistant"%\'')
    storage.sql.exec(
      'UPDATE event_log SET count = ?, lines = ?',
      lines.length + 1,
      [shown, ...lines].join('\n'),
    )
  })
  const next = await crash(room)
  expect(await runDurableObjectAlarm(next)).toBe(true)
  const recovered = await receive(streaming(await next.stream()))
  expect(recovered.map(({ event }) => event.type)).toEqual([
    'turn',
    'facts',
    'text',
    'risk',
    'signal',
    'done',
  ])
  const queued = await runInDurableObject(next, (_, state) =>
    state.storage.sql
      .exec<{ json: string }>('SELECT json FROM outbox ORDER BY id')
      .toArray()
      .map(({ json }) => JSON.parse(json))
      .filter(({ type }) => type === 'turn'),
  )
  expect(queued).toHaveLength(1)
  expect(queued[0].turn).toMatchObject({
    status: 'done',
    signal: { ...signal, price: '67250.12', venue: 'binance' },
    reviews: [{ by: 'risk', recommendation: 'approve' }],
  })
})

test('a turn that was tried three times ends as interrupted', async () => {
  const room = await openRoom()
  await receive(streaming(await room.ask(question())))
  await runInDurableObject(room, (_, { storage }) => {
    storage.sql.exec("UPDATE turns SET status = 'running', attempts = 3")
    const [row] = storage.sql.exec<{ lines: string }>('SELECT lines FROM event_log')
    storage.sql.exec('UPDATE event_log SET count = 1, lines = ?', row?.lines.split('\n')[0] ?? '')
  })
  const next = await crash(room)
  const events = await receive(streaming(await next.stream()))
  expect(events.at(-1)?.event).toMatchObject({ type: 'failed', code: 'interrupted', retryable: true })
})

test('a chat nobody has made leaves no trace when it is asked for', async () => {
  const room = newRoom()
  // PostgreSQL is away, so this object cannot know whether the chat exists.
  expect((await room.messages({ limit: 1 })).status).toBe('unavailable')
  expect((await room.ask(question())).status).toBe('unavailable')
  const tables = await runInDurableObject(room, (_, state) =>
    state.storage.sql.exec("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'chat'").toArray(),
  )
  expect(tables).toEqual([])
})

test('an answer can be given once more beside the first, and a question be put differently', async () => {
  const room = await openRoom()
  await receive(streaming(await room.ask(question('첫 질문'))))
  const before = await room.messages({ limit: 50 })
  const [asked, answer] = before.status === 'ok' ? before.messages : []
  await receive(
    streaming(await room.regenerate({ messageId: answer?.id ?? '', clientMessageId: crypto.randomUUID() })),
  )
  const after = await room.messages({ limit: 50 })
  const parents = after.status === 'ok' ? after.messages.map(({ role, parentId }) => [role, parentId]) : []
  expect(parents).toEqual([
    ['user', null],
    ['assistant', asked?.id],
    ['assistant', asked?.id],
  ])
  await receive(streaming(await room.ask({ ...question('다른 첫 질문'), parentId: null })))
  const branched = await room.messages({ limit: 50 })
  const last = branched.status === 'ok' ? branched.messages.slice(-2) : []
  expect(last.map(({ parentId }) => parentId)).toEqual([null, last[0]?.id])
  expect(await room.ask({ ...question(), parentId: crypto.randomUUID() })).toEqual({
    status: 'unknown_parent',
  })
  expect((await room.regenerate({ messageId: asked?.id ?? '', clientMessageId: 'x' })).status).toBe(
    'unknown_parent',
  )
})

test('a verdict on an answer is kept with it, and the last one counts', async () => {
  const room = await openRoom()
  await receive(streaming(await room.ask(question())))
  const page = await room.messages({ limit: 50 })
  const [asked, answer] = page.status === 'ok' ? page.messages : []
  expect(await room.rate(answer?.id ?? '', { rating: 'up' })).toEqual({ status: 'ok' })
  expect(await room.rate(answer?.id ?? '', { rating: 'down', comment: '너무 길다' })).toEqual({
    status: 'ok',
  })
  expect(await room.rate(asked?.id ?? '', { rating: 'up' })).toEqual({ status: 'no_answer' })
  const after = await room.messages({ limit: 50 })
  expect(after.status === 'ok' && after.messages[1]?.feedback).toEqual({
    rating: 'down',
    comment: '너무 길다',
  })
})

test('a parked row waits aside until it is tried again, with those that were parked after it', async () => {
  const room = await openRoom()
  await receive(streaming(await room.ask(question())))
  const rows = await runInDurableObject(room, (_, { storage }) => {
    storage.sql.exec('UPDATE outbox SET parked = 1 WHERE json LIKE \'%"message"%\'')
    return storage.sql.exec<{ id: number }>('SELECT id FROM outbox WHERE parked = 1 ORDER BY id').toArray()
  })
  const [first, ...others] = rows.map(({ id }) => id)
  expect(others.length).toBeGreaterThan(0)
  expect(await room.retryParked(first ?? 0)).toEqual({ status: 'waiting' })
  const after = await runInDurableObject(room, (_, { storage }) =>
    storage.sql
      .exec<{ json: string; parked: number }>('SELECT json, parked FROM outbox ORDER BY id')
      .toArray(),
  )
  expect(after.filter(({ parked }) => parked === 1)).toEqual([])
  expect(after.map(({ json }) => JSON.parse(json)).filter(({ type }) => type === 'unparked')).toEqual(
    [first, ...others].map((row) => ({ type: 'unparked', row })),
  )
  expect(await room.retryParked(1_000_000)).toEqual({ status: 'written' })
})

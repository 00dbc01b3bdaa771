/** What it costs to have a chat's last 20 messages at hand, warm and cold. */

import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import pg from 'pg'
import type { Stack } from '../../src/stack.ts'
import { quantiles, round } from './figures.ts'
import { onStack } from './stack.ts'
import { call, enter, inParallel, timedGet } from './visitors.ts'

const rooms = Number(process.env.BENCH_ROOMS ?? 10_000)
const fewRooms = 10
/** Calls of one request, so that its own way is a small part of the whole. */
const perRequest = 100
const requests = 30
const coldChats = 40

export function measureContext() {
  return onStack({}, async (stack) => {
    await callRooms(stack, 'nothing', 0, fewRooms)
    const few = await measureWarm(stack, fewRooms)
    for (let from = 0; from < rooms; from += 500) await callRooms(stack, 'nothing', from, 500)
    const many = await measureWarm(stack, rooms)
    return {
      few,
      many,
      contextManyToFew: round(many.contextMs.p50 / few.contextMs.p50),
      messagesManyToFew: round(many.messagesMs.p50 / few.messagesMs.p50),
      coldFromOwnStorageMs: await coldFromStorage(stack),
      ...(await coldFromDatabase(stack)),
    }
  })
}

/** Per call within the runtime: the subjects take turns, so that what else the machine does strikes all of them. */
async function measureWarm(stack: Stack, existing: number) {
  const times = { nothing: [] as number[], context: [] as number[], messages: [] as number[] }
  const count = Math.min(perRequest, existing)
  for (let request = 0; request < requests; request += 1) {
    const from = Math.floor(((existing - count) * request) / requests)
    // Whoever was evicted meanwhile is back before the clock runs.
    await callRooms(stack, 'context', from, count)
    for (const what of ['nothing', 'context', 'messages'] as const) {
      const rounds = Math.ceil(perRequest / count)
      let ms = 0
      for (let round = 0; round < rounds; round += 1) ms += await callRooms(stack, what, from, count)
      times[what].push(ms / (rounds * count))
    }
  }
  const nothingMs = quantiles(times.nothing)
  const contextMs = quantiles(times.context)
  const messagesMs = quantiles(times.messages)
  return {
    chats: existing,
    nothingMs,
    contextMs,
    messagesMs,
    contextToNothing: round(contextMs.p50 / nothingMs.p50),
    messagesToNothing: round(messagesMs.p50 / nothingMs.p50),
  }
}

async function callRooms({ ready }: Stack, what: string, from: number, count: number): Promise<number> {
  const startedAt = performance.now()
  const response = await fetch(`${ready.edge}/bench/rooms?what=${what}&from=${from}&count=${count}`)
  const body = await response.text()
  if (!response.ok) throw new Error(`rooms answered ${response.status}: ${body}`)
  return performance.now() - startedAt
}

/** An evicted object: its isolate, its database and its 20 messages. */
async function coldFromStorage(stack: Stack) {
  await callRooms(stack, 'evict', 0, coldChats)
  const times: number[] = []
  for (let room = 0; room < coldChats; room += 1) times.push(await callRooms(stack, 'context', room, 1))
  return quantiles(times)
}

/** An object that has never seen its chat: over HTTP, with session and all, against the same call once it knows. */
async function coldFromDatabase(stack: Stack) {
  const places = await enter(stack, coldChats)
  const client = new pg.Client(stack.ready.postgres)
  await client.connect()
  const moved = await inParallel(places, 1, async ({ cookie, chatId }) => {
    const [id, { rows }] = [
      randomUUID(),
      await client.query('select user_id from chats where id = $1', [chatId]),
    ]
    await client.query('insert into chats (id, user_id, title) values ($1, $2, $3)', [
      id,
      rows[0].user_id,
      'cold',
    ])
    await client.query(
      `insert into messages (chat_id, user_id, role, status, content)
       select $1, $2, case n % 2 when 0 then 'user' else 'assistant' end, 'done', repeat('나누어 담아 보게. ', 20)
       from generate_series(1, 20) n`,
      [id, rows[0].user_id],
    )
    return { cookie, chatId: id }
  })
  await client.end()
  const cold = await inParallel(moved, 1, (place) => timedGet(stack, place, 'messages?limit=20'))
  const warm = await inParallel(moved, 1, (place) => timedGet(stack, place, 'messages?limit=20'))
  for (const { cookie, chatId } of moved.slice(0, 3)) {
    const page: { messages: unknown[] } = JSON.parse(
      await (await call(stack, cookie, `/api/chats/${chatId}/messages?limit=20`)).text(),
    )
    if (page.messages.length !== 20) throw new Error(`a cold chat has ${page.messages.length} messages`)
  }
  return { coldFromPostgresMs: quantiles(cold), sameCallWarmMs: quantiles(warm) }
}

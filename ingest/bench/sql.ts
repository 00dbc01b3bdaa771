/**
 * `npm run bench -- sql`: what the gateway costs. The same statements through the edge's driver and the gateway (a
 * process of its own, as in production) and directly through node-postgres, interleaved, at 1, 16 and 64 callers;
 * and a chat's context from cold with a million messages in the table: every call reads a chat that nobody has read.
 * `empty` is the driver against a server that answers the gateway's bytes and does nothing: what the client, HTTP and
 * the machine take by themselves. The last line is JSON; times are in ms.
 *
 * With more callers than cores a time is mostly waiting for a core, so what the callers' process, the gateway,
 * PostgreSQL and Valkey each spend on a call is told as well, in µs of CPU; other load on the machine hardly
 * changes it. `BENCH_WORK` narrows it to one kind of work, `BENCH_MESSAGES` sets the size of the table.
 */
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism, loadavg } from 'node:os'
import { type DatabaseSettings, database } from '@sage/edge/db'
import pg from 'pg'
import * as z from 'zod'
import { connectValkey } from '../src/sinks/valkey.ts'
import { startGateway } from '../test/gateway.ts'
import { cpuOfTree, type Part, parts } from './sql/cpu.ts'

const Started = z.object({
  url: z.string(),
  signingKey: z.string(),
  adminUrl: z.string(),
  replay: z.enum(['valkey', 'memory']),
})

async function serveGateway(): Promise<void> {
  const port = 20_000 + (process.pid % 10_000)
  const server = spawn('redis-server', ['--port', `${port}`, '--save', '', '--bind', '127.0.0.1'])
  const found = await Promise.race([
    once(server, 'error').then(() => false),
    once(server.stdout, 'data').then(() => true),
  ])
  const redis = found ? connectValkey(`redis://127.0.0.1:${port}`, console.error) : undefined
  if (redis !== undefined) await once(redis, 'ready')
  const gateway = await startGateway(redis)
  process.send?.({
    url: gateway.url,
    signingKey: gateway.signingKey,
    adminUrl: gateway.database.adminUrl,
    replay: found ? 'valkey' : 'memory',
  } satisfies z.infer<typeof Started>)
  process.on('disconnect', async () => {
    redis?.disconnect()
    server.kill()
    await gateway.close()
    process.exit()
  })
}

async function bench(): Promise<void> {
  const child = fork(import.meta.filename, ['gateway'])
  const [message] = await once(child, 'message')
  const { url, signingKey, adminUrl, replay } = Started.parse(message)
  const pool = new pg.Pool({ connectionString: adminUrl, max: 16 })
  // The server may say goodbye before the last connection has closed.
  pool.on('error', () => undefined)
  try {
    const messages = Number(process.env.BENCH_MESSAGES ?? 1_000_000)
    console.log(`filling the table with ${messages} messages`)
    const chats = await fill(pool, messages)
    const settings = { INGEST_URL: url, EDGE_SIGNING_KEY: signingKey }
    const asService = database(settings, { role: 'service' }).$client
    const empty = await startEmptyServer(settings, chats)
    const onEmpty = (kind: Kind) => {
      const there = { ...settings, INGEST_URL: `${empty.url}/${kind}` }
      const sql = database(there, { role: 'service' }).$client
      return (chat: Chat) => gatewayCalls[kind](sql, chat)
    }
    const clientOf = ({ userId }: Chat) => database(settings, { role: 'user', userId }).$client
    const subjects = {
      direct: {
        pointRead: (chat: Chat) => pool.query({ name: 'point', text: pointRead, values: [chat.id] }),
        transaction: (chat: Chat) => directTransaction(pool, chat),
        context: (chat: Chat) => pool.query({ name: 'context', text: context, values: [chat.id] }),
      },
      empty: {
        pointRead: onEmpty('pointRead'),
        transaction: onEmpty('transaction'),
        context: onEmpty('context'),
      },
      service: {
        pointRead: (chat: Chat) => gatewayCalls.pointRead(asService, chat),
        transaction: (chat: Chat) => gatewayCalls.transaction(asService, chat),
        context: (chat: Chat) => gatewayCalls.context(asService, chat),
      },
      user: {
        pointRead: (chat: Chat) => gatewayCalls.pointRead(clientOf(chat), chat),
        transaction: (chat: Chat) => gatewayCalls.transaction(clientOf(chat), chat),
        context: (chat: Chat) => gatewayCalls.context(clientOf(chat), chat),
      },
    }
    const cold = eachOnce(chats)
    const report: Record<string, unknown> = { messages, replay, cores: availableParallelism() }
    for (const kind of Kinds.parse(process.env.BENCH_WORK?.split(','))) {
      for (const callers of kind === 'context' ? [1, 16] : [1, 16, 64]) {
        const series = {
          direct: new Series(),
          empty: new Series(),
          service: new Series(),
          user: new Series(),
        }
        const [warmUp, measured] = kind === 'context' ? [coldWarmUp, coldCalls(chats)] : [400, calls]
        // Each chat once, if it is to be cold.
        const next = kind === 'context' ? cold : anyOf(chats)
        for (const subject of subjectNames) await drive(callers, warmUp, next, subjects[subject][kind])
        // In turns, so that whatever else the machine does meets all of them.
        for (let round = 0; round < rounds; round += 1) {
          for (const subject of subjectNames) {
            const before = await cpuOfTree(process.pid)
            series[subject].add(
              await drive(callers, measured / rounds, next, subjects[subject][kind]),
              (await cpuOfTree(process.pid)).since(before),
            )
          }
        }
        for (const subject of subjectNames) {
          const figures = series[subject].figures()
          report[`${kind} ${callers} ${subject}`] = figures
          console.log(
            kind.padEnd(12),
            `${callers} callers`.padEnd(12),
            subject.padEnd(8),
            JSON.stringify(figures),
          )
        }
      }
    }
    console.log(JSON.stringify({ ...report, loadAverage: loadavg()[0] }))
    empty.stop()
  } finally {
    await pool.end()
    child.disconnect()
  }
}

const calls = 3000
const rounds = 5
/** Calls before the measured ones, each of a chat that is then no longer cold. */
const coldWarmUp = 100
const subjectNames = ['direct', 'empty', 'service', 'user'] as const
const kinds = ['pointRead', 'transaction', 'context'] as const
type Kind = (typeof kinds)[number]
const Kinds = z.array(z.enum(kinds)).default([...kinds])

interface Chat {
  readonly id: string
  readonly userId: string
}

const pointRead = 'select id, title, updated_at from chats where id = $1'
const context = `select id, role, status, content, parts, facts, corrected, created_at
  from messages where chat_id = $1 order by id desc limit 20`
const transaction = ({ id, userId }: Chat) => [
  { text: 'select id from chats where id = $1', values: [id] },
  { text: 'update chats set updated_at = now() where id = $1', values: [id] },
  { text: 'select count(*) from portfolios where user_id = $1', values: [userId] },
]

type Sql = ReturnType<typeof database>['$client']

const gatewayCalls = {
  pointRead: (sql: Sql, chat: Chat): Promise<unknown> => sql.query(pointRead, [chat.id]),
  transaction: (sql: Sql, chat: Chat): Promise<unknown> =>
    sql.transaction(transaction(chat).map(({ text, values }) => sql.query(text, values))),
  context: (sql: Sql, chat: Chat): Promise<unknown> => sql.query(context, [chat.id]),
}

/** It answers what the gateway answers for the last of the chats. */
async function startEmptyServer(settings: DatabaseSettings, chats: readonly Chat[]) {
  const answers: Record<string, string> = {}
  const sample = chats.at(-1)
  if (sample === undefined) throw new Error('there are no chats')
  for (const kind of kinds) {
    const options = {
      fetch: async (url: string, init: RequestInit) => {
        const response = await fetch(url, init)
        answers[`/${kind}/v1/sql`] = await response.clone().text()
        return response
      },
    }
    await gatewayCalls[kind](database(settings, { role: 'service' }, options).$client, sample)
  }
  const child = fork(new URL('sql/empty-server.ts', import.meta.url))
  child.send(answers)
  const [url] = await once(child, 'message')
  return { url: z.url().parse(url), stop: () => child.disconnect() }
}

async function directTransaction(pool: pg.Pool, chat: Chat): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    for (const [index, { text, values }] of transaction(chat).entries()) {
      await client.query({ name: `transaction${index}`, text, values })
    }
    await client.query('commit')
  } finally {
    client.release()
  }
}

/** People with five chats of a hundred messages each. */
async function fill(pool: pg.Pool, messages: number): Promise<readonly Chat[]> {
  const people = Math.ceil(messages / 500)
  await pool.query(
    `insert into users (google_sub, email) select n, n || '@example.com' from generate_series(1, $1) n`,
    [people],
  )
  await pool.query(
    "insert into chats (user_id, title) select id, 'chat ' || n from users, generate_series(1, 5) n",
  )
  await pool.query(
    `insert into messages (chat_id, user_id, role, status, content)
     select c.id, c.user_id, case n % 2 when 0 then 'assistant' else 'user' end, 'done', repeat('말 ', 60) || n
     from generate_series(1, 100) n, chats c`,
  )
  await pool.query('vacuum analyze')
  const { rows } = await pool.query<Chat>('select id, user_id as "userId" from chats order by random()')
  return rows
}

/** All chats but the last, one after the other; there must be enough of them. */
function eachOnce(chats: readonly Chat[]): () => Chat {
  let read = 0
  return () => {
    const chat = chats[read]
    read += 1
    if (chat === undefined || read === chats.length) throw new Error('there are not enough chats')
    return chat
  }
}

/** Calls of one subject and number of callers for which there are chats enough, in whole rounds. */
function coldCalls(chats: readonly Chat[]): number {
  const possible = chats.length / (2 * subjectNames.length) - coldWarmUp - 1
  if (possible < rounds) throw new Error('contexts from cold need BENCH_MESSAGES of 100000 or more')
  return Math.floor(Math.min(calls, possible) / rounds) * rounds
}

function anyOf(chats: readonly Chat[]): () => Chat {
  let read = 0
  return () => {
    const chat = chats[read % chats.length]
    read += 1
    if (chat === undefined) throw new Error('there are no chats')
    return chat
  }
}

/** How long each of `calls` calls took, in ms. */
async function drive(
  callers: number,
  calls: number,
  next: () => Chat,
  call: (chat: Chat) => Promise<unknown>,
): Promise<readonly number[]> {
  const times: number[] = []
  let begun = 0
  const caller = async () => {
    while (begun < calls) {
      begun += 1
      const chat = next()
      const start = performance.now()
      await call(chat)
      times.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return times
}

class Series {
  readonly #times: number[] = []
  readonly #cpuMs: Record<Part, number> = { client: 0, gateway: 0, postgres: 0, valkey: 0 }

  add(times: readonly number[], cpuMs: Readonly<Record<Part, number>>): void {
    this.#times.push(...times)
    for (const part of parts) this.#cpuMs[part] += cpuMs[part]
  }

  figures() {
    const times = this.#times.toSorted((a, b) => a - b)
    const at = (share: number) => Number((times[Math.floor(times.length * share)] ?? 0).toFixed(2))
    const cpuUs = parts.map((part) => [part, Math.round((this.#cpuMs[part] * 1000) / times.length)])
    return { p50: at(0.5), p95: at(0.95), p99: at(0.99), cpuUs: Object.fromEntries(cpuUs) }
  }
}

if (process.argv[2] === 'gateway') await serveGateway()
else await bench()

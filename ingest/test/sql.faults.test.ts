/** The gateway while PostgreSQL is slow, goes away and comes back. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { database, stored, unavailable } from '@sage/edge/db'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCall } from '../src/sql/call.ts'
import { openPools } from '../src/sql/pools.ts'
import { addPerson, type Ids } from './fixtures.ts'
import { startFreezingProxy } from './freezing-proxy.ts'
import { asService, asUser, startGateway, type TestGateway } from './gateway.ts'

let gateway: TestGateway
let person: Ids
let neighbour: Ids

beforeAll(async () => {
  gateway = await startGateway()
  person = await asAdmin(addPerson)
  neighbour = await asAdmin(addPerson)
}, 60_000)
afterAll(() => gateway?.close())

async function asAdmin<T>(use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(gateway.database.adminUrl)
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

const recoveryMs = 5000

/** Fails unless a read succeeds within the time that a recovery may take. */
async function recovers(): Promise<void> {
  const deadline = Date.now() + recoveryMs
  for (;;) {
    const { status } = await gateway.post(asService, { query: 'select count(*) from users' })
    if (status === 200) return
    if (Date.now() > deadline) throw new Error('the gateway has not recovered')
    await delay(50)
  }
}

describe('64 slow statements of one user at once', () => {
  it('leave health, other users, the edge’s own calls and the feeds’ writes alone, and each gets an answer', async () => {
    const writer = new pg.Client(gateway.database.ingestUrl)
    await writer.connect()
    await writer.query("select ensure_candle_partitions('2026-11-01', '2026-11-30')")
    await asAdmin(async (blocker) => {
      await blocker.query('begin')
      await blocker.query('select from chats where id = $1 for update', [person.chat])
      let answered = 0
      const slow = Array.from({ length: 64 }, async () => {
        const text = 'update chats set title = $1 where id = $2'
        const answer = await gateway.post(asUser(person.user ?? ''), {
          query: text,
          params: ['slow', person.chat],
        })
        answered += 1
        return answer
      })
      for (let minute = 0; minute < 10; minute += 1) {
        expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200)
        const theirs = await gateway.post(asUser(neighbour.user ?? ''), { query: 'select title from chats' })
        expect(theirs).toMatchObject({ status: 200, body: { rowCount: 1 } })
        expect((await gateway.post(asService, { query: 'select count(*) from users' })).status).toBe(200)
        const at = new Date(Date.UTC(2026, 10, 24, 0, minute))
        await writer.query(
          `insert into candles_1m values ('BTC', $1, 'binance', 1, 2, 1, 2, 1, 1, 'trades', 1)`,
          [at],
        )
      }
      // All of that happened while they, or most of them, waited.
      expect(answered).toBeLessThan(64)
      const answers = await Promise.all(slow)
      for (const { status, body } of answers) {
        if (status === 400) expect(body).toMatchObject({ code: expect.stringMatching(/^(55P03|57014)$/) })
        else expect({ status, body }).toMatchObject({ status: 503, body: { error: { code: 'busy' } } })
      }
      await blocker.query('rollback')
    })
    await writer.end()
    const query = 'select title from chats'
    const after = await gateway.post(asUser(person.user ?? ''), { query })
    expect(after).toMatchObject({ status: 200, body: { rows: [{ title: 'secret' }] } })
  })

  it('a statement that computes for ever is ended by the server', async () => {
    const query = 'select count(*) from generate_series(1, 100000) a, generate_series(1, 1000000) b'
    const answers = await Promise.all([
      gateway.post(asService, { query }),
      gateway.post(asUser(person.user ?? ''), { query }),
    ])
    for (const answer of answers) expect(answer).toMatchObject({ status: 400, body: { code: '57014' } })
    await recovers()
  })
})

describe('a network that carries nothing any more', () => {
  it('leaves no call hanging, and is used again when it carries', async () => {
    const { database: server } = gateway
    const proxy = await startFreezingProxy(server.serviceUrl)
    const pools = openPools({
      serviceUrl: proxy.through(server.serviceUrl),
      userUrl: proxy.through(server.userUrl),
      onConnectionLost: () => undefined,
    })
    const statement = { text: 'select 1', values: [], writes: false, returnsRows: true }
    const sealKey = Buffer.from(server.sealKey, 'base64')
    const ask = () =>
      Promise.all([
        runCall(pools.service, { statements: [statement], begin: 'begin' }),
        runCall(pools.user, {
          statements: [statement],
          begin: 'begin',
          identity: { userId: person.user ?? '', sealKey },
        }),
      ])
    const statuses = async () => (await ask()).map((outcome) => outcome.status)
    expect(await statuses()).toEqual(['ok', 'ok'])
    proxy.freeze()
    const outcomes = await Promise.all(Array.from({ length: 20 }, statuses))
    for (const status of outcomes.flat()) expect(['busy', 'interrupted']).toContain(status)
    proxy.thaw()
    expect(await statuses()).toEqual(['ok', 'ok'])
    await pools.close()
    proxy.close()
  })
})

describe.each(['SIGINT', 'SIGQUIT'] as const)(
  'PostgreSQL ended by %s and started again under load',
  (signal) => {
    it('gives no wrong answer, leaves no call hanging, and is used again within 5 s', async () => {
      const settings = { INGEST_URL: gateway.url, EDGE_SIGNING_KEY: gateway.signingKey }
      const service = database(settings, { role: 'service' })
      const user = database(settings, { role: 'user', userId: person.user ?? '' })
      const written = new Map<string, 'yes' | 'no' | 'unknown'>()
      let running = true
      const write = async () => {
        while (running) {
          const id = randomUUID()
          const inserting = service.execute(
            sql`insert into audit_log (id, action, target) values (${id}, 'load', ${signal})`,
          )
          const error = await inserting.then(
            () => undefined,
            (reason: unknown) => reason,
          )
          if (error === undefined) written.set(id, 'yes')
          else {
            const outage = unavailable(error)
            if (outage === undefined) throw error
            written.set(id, outage.executed)
          }
        }
      }
      const read = async () => {
        while (running) {
          const mine = await stored(user.execute<{ user_id: string }>(sql`select user_id from chats`))
          if (mine.status === 'ok') expect(mine.value.rows).toEqual([{ user_id: person.user }])
        }
      }
      const load = Promise.all([...Array.from({ length: 8 }, write), ...Array.from({ length: 8 }, read)])
      const enough = async (count: number) => {
        while (written.size < count) await delay(10)
      }
      await enough(100)
      await gateway.database.stop(signal)
      const before = written.size
      await enough(before + 8)
      await gateway.database.start()
      await recovers()
      running = false
      await load

      const found = await asAdmin(async (admin) => {
        const { rows } = await admin.query<{ id: string }>('select id from audit_log where target = $1', [
          signal,
        ])
        return new Set(rows.map((row) => row.id))
      })
      const counts = { yes: 0, no: 0, unknown: 0 }
      for (const [id, outcome] of written) {
        counts[outcome] += 1
        if (outcome === 'yes') expect(found.has(id), 'a confirmed write is there').toBe(true)
        if (outcome === 'no') expect(found.has(id), 'a write that was not executed is not there').toBe(false)
      }
      expect(counts.yes).toBeGreaterThanOrEqual(100)
      expect(counts.no + counts.unknown).toBeGreaterThan(0)
    })
  },
)

import { neon, neonConfig } from '@neondatabase/serverless'
import { database } from '@sage/edge/db'
import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  date,
  integer,
  jsonb,
  numeric,
  pgTable,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCall } from '../src/sql/call.ts'
import { freshClaims, sign, startGateway, type TestGateway } from './gateway.ts'

let gateway: TestGateway
let direct: pg.Client

beforeAll(async () => {
  gateway = await startGateway()
  direct = new pg.Client(gateway.database.adminUrl)
  await direct.connect()
  await direct.query(`
    create type mood as enum ('calm', 'greedy');
    create table everything (
      id bigint generated always as identity primary key, n numeric, big int8, small int2, real float8, ok boolean,
      t text, at timestamptz, plain timestamp, day date, clock time, span interval, bytes bytea, tags text[],
      matrix int[][], doc json, docb jsonb, ref uuid, feeling mood, moods mood[], range int4range, addr inet, c char(5));
    grant all on everything to sage_service`)
}, 60_000)
afterAll(async () => {
  await direct.end()
  await gateway.close()
})

/** The driver as it is published; only the way out is ours. */
function driver() {
  const { url, privateKey } = gateway
  neonConfig.fetchFunction = async (_: string, init: { body: string; headers: Record<string, string> }) => {
    const token = await sign(privateKey, { ...freshClaims(init.body), role: 'service' })
    return fetch(`${url}/v1/sql`, {
      method: 'POST',
      body: init.body,
      headers: { ...init.headers, authorization: `Bearer ${token}` },
    })
  }
  return neon('postgresql://edge@gateway/sage', { fullResults: true })
}

const values: readonly (readonly [string, unknown])[] = [
  ['numeric', '123456789012345678901234567890.000000000000000001'],
  ['numeric', 'NaN'],
  ['int8', '9223372036854775807'],
  ['int2', -32768],
  ['float8', 0.1],
  ['float8', 'Infinity'],
  ['boolean', true],
  ['boolean', false],
  ['text', ''],
  ['text', null],
  ['text', "'; drop table users; --"],
  ['text', '한국어 🚀 \u0001 \\ " line\nbreak'],
  ['text', 'x'.repeat(300_000)],
  ['timestamptz', '2026-11-24T09:00:00.123456Z'],
  ['timestamptz', new Date(0)],
  ['timestamptz', 'infinity'],
  ['timestamp', '2024-02-29T00:00:00'],
  ['date', '0001-01-01'],
  ['time', '23:59:59.999999'],
  ['interval', '1 year 2 mons 3 days 04:05:06'],
  ['bytea', Buffer.from([0, 1, 254, 255])],
  ['text[]', ['a', 'NULL', null, '', '"{},\\']],
  ['text[]', []],
  [
    'int[]',
    [
      [1, 2],
      [3, 4],
    ],
  ],
  ['json', { a: [1, null, 'x'] }],
  ['jsonb', { 금: 1.5 }],
  ['jsonb', 'null'],
  ['uuid', '0199a0aa-0000-7000-8000-000000000000'],
  ['mood', 'greedy'],
  ['mood[]', '{calm,greedy}'],
  ['int4range', '[1,10)'],
  ['inet', '10.0.0.1/8'],
  ['char(5)', 'ab'],
  ['oid', 42],
  ['point', '(1.5,2)'],
]

describe('the unmodified driver', () => {
  it.each(values)('reads a %s through the gateway as node-postgres reads it (%#)', async (type, value) => {
    const text = `select $1::${type} as value`
    const through = await driver().query(text, [value])
    const expected = await direct.query(text, [value])
    expect(through.rows).toEqual(expected.rows)
    expect(through.fields.map(({ name, dataTypeID }) => [name, dataTypeID])).toEqual(
      expected.fields.map(({ name, dataTypeID }) => [name, dataTypeID]),
    )
  })

  it('gets command and row count of every kind of statement', async () => {
    const db = driver()
    const outcome = async (text: string) => {
      const { command, rowCount } = await db.query(text)
      return [command, rowCount]
    }
    expect(await outcome("insert into everything (t) values ('a'), ('b')")).toEqual(['INSERT', 2])
    expect(await outcome("update everything set t = 'c' where t = 'a' returning t")).toEqual(['UPDATE', 1])
    expect(await outcome('select t from everything where false')).toEqual(['SELECT', 0])
    expect(await outcome("delete from everything where t in ('b', 'c')")).toEqual(['DELETE', 2])
    expect(
      await outcome("with x as (insert into everything (t) values ('d') returning t) select t from x"),
    ).toEqual(['SELECT', 1])
    expect(await outcome("delete from everything where t = 'd'")).toEqual(['DELETE', 1])
  })

  it('runs a transaction whole or not at all', async () => {
    const db = driver()
    const [, second] = await db.transaction([
      db`insert into everything (t) values ('first')`,
      db`select count(*)::int as n from everything where t = 'first'`,
    ])
    expect(second?.rows).toEqual([{ n: 1 }])
    await expect(
      db.transaction([
        db`update everything set t = 'lost' where t = 'first'`,
        db`insert into everything (feeling) values ('sad')`,
      ]),
    ).rejects.toMatchObject({ code: '22P02' })
    const left = await db`select t from everything where t in ('first', 'lost')`
    expect(left.rows).toEqual([{ t: 'first' }])
  })

  it('sets isolation, read-only and deferrable', async () => {
    const db = driver()
    await expect(
      db.transaction([db`insert into everything (t) values ('no')`], { readOnly: true }),
    ).rejects.toMatchObject({ code: '25006' })
    const options = { isolationLevel: 'Serializable', readOnly: true, deferrable: true } as const
    const [answer] = await db.transaction([db`select 1 as one`], options)
    expect(answer?.rows).toEqual([{ one: 1 }])
  })

  it('gets array rows, empty rows and columns of the same name', async () => {
    const db = driver()
    const rows = await db.query('select 1 as a, 2 as a', [], { arrayMode: true })
    expect(rows.rows).toEqual([[1, 2]])
    expect((await db.query('select from (values (1)) as x')).rows).toEqual([{}])
  })

  it.each([
    ['select * from nowhere'],
    ["select 'x'::int"],
    ['select 1/0'],
    ['selec 1'],
    ["insert into users (google_sub) values ('x')"],
    ["insert into users (google_sub, email, role) values ('x', 'y', 'god')"],
    ['insert into feed_fence (fence) values (1)'],
  ])('gets the error of %s with the fields that PostgreSQL gave', async (text) => {
    const error = await driver()
      .query(text)
      .then(undefined, (reason: unknown) => reason)
    const service = new pg.Client(gateway.database.serviceUrl)
    await service.connect()
    const expected = await service.query(text).then(undefined, (reason: unknown) => reason)
    await service.end()
    if (!(error instanceof Error) || !(expected instanceof pg.DatabaseError)) throw new Error('no error')
    expect(error.name).toBe('NeonDbError')
    // The detail of a failed row shows its id, which is new each time.
    const { message, severity, code, position, schema, table, column, constraint } = expected
    expect(error).toMatchObject({ message, severity, code, position, schema, table, column, constraint })
  })
})

describe('drizzle over the edge’s client', () => {
  const everything = pgTable('everything', {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    n: numeric('n'),
    small: integer('small'),
    ok: boolean('ok'),
    t: text('t'),
    at: timestamp('at', { withTimezone: true }),
    day: date('day'),
    tags: text('tags').array(),
    docb: jsonb('docb'),
    ref: uuid('ref'),
  })
  const db = () =>
    database({ INGEST_URL: gateway.url, EDGE_SIGNING_KEY: gateway.signingKey }, { role: 'service' })

  it('writes and reads every type', async () => {
    const row = {
      n: '0.1',
      small: 7,
      ok: false,
      t: '',
      at: new Date('2026-11-24T09:00:00.123Z'),
      day: '2026-11-24',
      tags: ['a,b', '한'],
      docb: { a: [null, 1] },
      ref: '0199a0aa-0000-7000-8000-000000000000',
    }
    const [written] = await db().insert(everything).values(row).returning()
    expect(written).toMatchObject(row)
    const empty = { n: null, small: null, ok: null, t: null, at: null, tags: null, docb: null }
    const [nothing] = await db().insert(everything).values(empty).returning()
    expect(nothing).toMatchObject(empty)
  })

  it('runs a batch as one transaction', async () => {
    const client = db()
    const [, counted] = await client.batch([
      client.insert(everything).values({ t: 'batch' }),
      client.select({ n: sql<number>`count(*)::int` }).from(everything).where(sql`t = 'batch'`),
    ])
    expect(counted).toEqual([{ n: 1 }])
    const failing = client.batch([
      client.insert(everything).values({ t: 'batch' }),
      client.execute(sql`select 1 / 0`),
    ])
    await expect(failing).rejects.toThrow()
    expect(await client.$count(everything, sql`t = 'batch'`)).toBe(1)
  })

  it('reuses a prepared query with other values', async () => {
    const query = db()
      .select({ small: everything.small })
      .from(everything)
      .where(sql`${everything.small} = ${sql.placeholder('small')}`)
      .prepare('by_small')
    expect(await query.execute({ small: 7 })).toEqual([{ small: 7 }])
    expect(await query.execute({ small: 8 })).toEqual([])
    expect(await query.execute({ small: 7 })).toEqual([{ small: 7 }])
  })
})

describe('the name of a session', () => {
  const named = {
    text: "select current_setting('application_name')",
    values: [],
    writes: false,
    returnsRows: true,
  }
  const userId = '0199a0aa-0000-7000-8000-00000000000a'
  const identity = () => ({ userId, sealKey: Buffer.from(gateway.database.sealKey, 'base64') })
  const nameIn = async (pool: pg.Pool, more: object) => {
    const outcome = await runCall(pool, { statements: [named], begin: 'begin', ...more })
    return outcome.status === 'ok' ? outcome.results[0]?.rows[0]?.[0] : outcome.status
  }

  it('is that of the request it serves, and of no other after it', async () => {
    const { service, user } = gateway.pools
    for (const requestId of ['r-1', 'r-1', undefined, 'r-2']) {
      const expected = requestId === undefined ? 'sage-gateway' : `sage-gateway ${requestId}`
      const request = requestId === undefined ? {} : { requestId }
      expect(await nameIn(service, request)).toBe(expected)
      expect(await nameIn(service, { ...request, statements: [named, named] })).toBe(expected)
      expect(await nameIn(user, { ...request, identity: identity() })).toBe(expected)
    }
  })
})

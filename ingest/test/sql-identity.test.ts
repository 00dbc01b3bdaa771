/**
 * A user's statements cannot become someone else's. The first half leaves the gateway's parser out and attacks the
 * database itself, logged in as the gateway is; the second attacks through the gateway.
 */
import { database, schema } from '@sage/edge/db'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '../src/sql/limits.ts'
import { seal } from '../src/sql/seal.ts'
import { addPerson, type Ids } from './fixtures.ts'
import { asService, asUser, startGateway, type TestGateway } from './gateway.ts'

let gateway: TestGateway
let admin: pg.Client
let me: string
let victim: string
let mine: Ids
let theirs: Ids

beforeAll(async () => {
  gateway = await startGateway()
  admin = new pg.Client(gateway.database.adminUrl)
  await admin.connect()
  mine = await addPerson(admin)
  theirs = await addPerson(admin)
  me = mine.user ?? ''
  victim = theirs.user ?? ''
}, 60_000)
afterAll(async () => {
  await admin.end()
  await gateway.close()
})

describe('in the database itself', () => {
  let session: pg.Client
  beforeEach(async () => {
    session = new pg.Client(gateway.database.userUrl)
    await session.connect()
  })
  afterEach(() => session.end())

  /** Begins a transaction as the gateway does. */
  async function begin(client: pg.Client, userId: string): Promise<string> {
    await client.query('begin')
    const { rows } = await client.query<{ pid: string; at: string }>(
      `select pg_backend_pid()::text as pid, (extract(epoch from transaction_timestamp()) * 1000000)::bigint as at`,
    )
    const [row] = rows
    if (!row) throw new Error('no row')
    const key = Buffer.from(gateway.database.sealKey, 'base64')
    const mac = seal(key, { userId, backendPid: row.pid, startedAtMicros: row.at })
    await claim(client, userId, mac)
    return mac
  }
  const claim = (client: pg.Client, userId: string, mac: string) =>
    client.query("select set_config('app.user_id', $1, true), set_config('app.seal', $2, true)", [
      userId,
      mac,
    ])
  const seen = async (client: pg.Client): Promise<string[]> => {
    const { rows } = await client.query<{ user_id: string }>('select user_id from chats')
    return rows.map((row) => row.user_id)
  }

  it('a sealed identity sees its own rows', async () => {
    await begin(session, me)
    expect(await seen(session)).toEqual([me])
  })

  it.each([
    ['nothing', []],
    ['the plain setting', ["set app.user_id = '$victim'"]],
    ['the local setting', ["set local app.user_id = '$victim'"]],
    ['set_config', ["select set_config('app.user_id', '$victim', false)"]],
    ['a seal of nonsense', ["set app.user_id = '$victim'", "set app.seal = '$zeros'"]],
    ['an empty seal', ["set app.user_id = '$victim'", "set app.seal = ''"]],
    ['its own seal', ["set local app.user_id = '$victim'", "set local app.seal = '$seal'"]],
    [
      'its own seal, as a DO block',
      ["do $$ begin perform set_config('app.user_id', '$victim', true); end $$"],
    ],
    ['a CTE', ["with x as (select set_config('app.user_id', '$victim', true)) select * from x"]],
    ['RESET', ['reset app.user_id']],
    ['RESET ALL', ['reset all']],
  ])('with %s in its own transaction, nobody’s rows are seen', async (_, statements) => {
    const mac = statements.length === 0 ? '' : await begin(session, me)
    for (const text of statements) {
      await session.query(
        text.replaceAll('$victim', victim).replaceAll('$seal', mac).replaceAll('$zeros', '0'.repeat(64)),
      )
    }
    expect(await seen(session)).toEqual([])
  })

  it('a change of the setting inside a statement gains nothing', async () => {
    await begin(session, me)
    const { rows } = await session.query(
      `select user_id from chats where set_config('app.user_id', $1, true) is not null
       union all select user_id from messages where user_id = $2`,
      [victim, victim],
    )
    expect(rows.filter((row) => row.user_id === victim)).toEqual([])
  })

  it('a seal is worth nothing in the next transaction of its own connection', async () => {
    const mac = await begin(session, victim)
    expect(await seen(session)).toEqual([victim])
    await session.query('commit')
    expect(await seen(session)).toEqual([])
    await begin(session, me)
    await claim(session, victim, mac)
    expect(await seen(session)).toEqual([])
  })

  it('a seal is worth nothing on another connection, while its own transaction is open', async () => {
    const elsewhere = new pg.Client(gateway.database.userUrl)
    await elsewhere.connect()
    const mac = await begin(elsewhere, victim)
    await begin(session, me)
    await claim(session, victim, mac)
    expect(await seen(session)).toEqual([])
    expect(await seen(elsewhere)).toEqual([victim])
    await elsewhere.end()
  })

  it('a seal cannot be read from what the server shows of other sessions', async () => {
    const elsewhere = new pg.Client(gateway.database.userUrl)
    await elsewhere.connect()
    const mac = await begin(elsewhere, victim)
    const { rows } = await session.query('select to_jsonb(a)::text as shown from pg_stat_activity a')
    expect(rows.length).toBeGreaterThan(1)
    expect(rows.filter(({ shown }) => shown.includes(mac))).toEqual([])
    await elsewhere.end()
  })

  it('a statement prepared for one user sees the next user’s rows, not the first one’s', async () => {
    const prepared = { name: 'all', text: 'select user_id from chats' }
    // More than five runs, after which PostgreSQL may keep one plan for all.
    for (const userId of [me, me, me, me, me, me, me, victim, me]) {
      await begin(session, userId)
      expect((await session.query(prepared)).rows).toEqual([{ user_id: userId }])
      await session.query('commit')
    }
  })

  it('several statements at once, with a commit between them, lose the identity', async () => {
    await begin(session, me)
    const results: unknown = await session.query(
      `commit; set app.user_id = '${victim}'; select user_id from chats`,
    )
    expect(JSON.stringify(results)).not.toContain(victim)
  })

  it.each([
    'set role sage_service',
    'set role sage_owner',
    'set role postgres',
    'set session authorization sage_service',
    "select set_config('role', 'sage_service', false)",
    'select * from identity_seal',
    'select * from pg_authid',
    'select * from audit_log',
    'select * from drizzle.__drizzle_migrations',
    "select pg_read_file('/etc/passwd')",
    "select pg_ls_dir('/')",
    "copy (select 1) to '/tmp/x'",
    "copy chats (title) from program 'id'",
    "select lo_import('/etc/passwd')",
    'create table x (a int)',
    'create temp table x (a int)',
    'create schema x',
    'create extension dblink',
    'create function f() returns int language sql as $$ select 1 $$',
    'alter function app_user_id() security invoker',
    'create or replace function app_user_id() returns uuid language sql as $$ select null::uuid $$',
    'alter table chats disable row level security',
    'drop policy chats_owner on chats',
    'alter role sage_user bypassrls',
    'grant sage_service to sage_user',
    "select ensure_candle_partitions('2026-01-01', '2026-01-01')",
    'set row_security = off; select * from chats',
    "update users set role = 'admin'",
    'update shadow_trades set entry_price = 1',
    'truncate chats',
  ])('%s is refused', async (text) => {
    await begin(session, me)
    await expect(session.query(text)).rejects.toMatchObject({
      code: expect.stringMatching(/^(42501|42P01|3F000|22023|42704)$/),
    })
  })

  it('the login roles own nothing, belong to nothing and are nothing special', async () => {
    const { rows } = await admin.query(`
      select rolname, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication,
        (select count(*)::int from pg_auth_members where member = r.oid) as groups,
        (select count(*)::int from pg_class where relowner = r.oid) as tables
      from pg_roles r where rolname in ('sage_user', 'sage_service', 'sage_ingest') order by 1`)
    const nothing = {
      rolsuper: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolbypassrls: false,
      rolreplication: false,
      groups: 0,
      tables: 0,
    }
    expect(rows).toEqual(
      ['sage_ingest', 'sage_service', 'sage_user'].map((rolname) => ({ rolname, ...nothing })),
    )
  })

  it('the owner of the tables, who migrates them, sees no row of anybody', async () => {
    const tableOwner = new pg.Client(gateway.database.ownerUrl)
    await tableOwner.connect()
    expect((await tableOwner.query('select * from chats')).rows).toEqual([])
    await tableOwner.end()
  })
})

describe('through the gateway', () => {
  /** Of two users: no more of each than may go on and wait. */
  const atOnce = 2 * (limits.perUser + limits.waitingPerUser)

  const query = (userId: string, text: string, params: unknown[] = []) =>
    gateway.post(asUser(userId), { query: text, params }, { 'Neon-Array-Mode': 'true' })

  it('two users on the same connections never see each other’s rows', async () => {
    const calls = Array.from({ length: atOnce }, (_, index) => (index % 2 === 0 ? me : victim))
    const answers = await Promise.all(calls.map((userId) => query(userId, 'select user_id from chats')))
    expect(answers.map(({ body }) => body)).toEqual(
      calls.map((userId) => expect.objectContaining({ rows: [[userId]] })),
    )
  })

  it('two users’ clients in one isolate never see each other’s rows', async () => {
    const settings = { INGEST_URL: gateway.url, EDGE_SIGNING_KEY: gateway.signingKey }
    const seen = await Promise.all(
      Array.from({ length: atOnce }, async (_, index) => {
        const userId = index % 2 === 0 ? me : victim
        const rows = await database(settings, { role: 'user', userId }).select().from(schema.chats)
        return rows.every((row) => row.userId === userId) && rows.length === 1
      }),
    )
    expect(seen).toEqual(Array(atOnce).fill(true))
  })

  it('an identity ends with its call, also when the call fails', async () => {
    for (let round = 0; round < 40; round += 1) {
      await Promise.all([
        query(victim, 'select 1 / (select count(*) from chats where false)'),
        query(victim, "insert into chats (user_id, title) values ($1, 'x') returning nonsense", [victim]),
      ])
      expect((await query(me, 'select user_id from chats')).body).toMatchObject({ rows: [[me]] })
    }
  })

  it.each([
    'begin',
    'commit',
    "set local app.user_id = '$victim'",
    'set role sage_service',
    'reset all',
    'discard all',
    "select set_config('app.user_id', '$victim', true)",
    "select set_config('statement_timeout', '0', false)",
    "select current_setting('app.seal')",
    'do $$ begin perform 1; end $$',
    "select 1; set app.user_id = '$victim'; select * from chats",
    'prepare x as select 1',
    "select query_to_xml('select * from chats', true, true, '')",
    'select * from pg_settings',
    'select * from pg_stat_activity',
    'select datname from pg_database',
    'select pg_sleep(1)',
    'select f.pg_sleep from unnest(array[1.0::float8]) f',
    "select pg_read_file('/etc/passwd')",
    "copy chats to program 'id'",
    'select\u00001',
  ])('%s is refused for users and for the edge itself', async (text) => {
    const attack = { query: text.replaceAll('$victim', victim) }
    for (const claims of [asUser(me), asService]) {
      expect(await gateway.post(claims, attack)).toMatchObject({
        status: 400,
        body: { code: expect.stringMatching(/^(42501|42601|22021)$/) },
      })
      const inTransaction = { queries: [{ query: 'select 1' }, attack] }
      expect((await gateway.post(claims, inTransaction)).status).toBe(400)
    }
    expect((await query(me, 'select user_id from chats')).body).toMatchObject({ rows: [[me]] })
  })

  const payloads = [
    "'; drop table users; --",
    "' or '1'='1",
    `${'$'}1`,
    "\\'; select 1; --",
    "'||(select email from users limit 1)||'",
    '"; delete from chats; --',
    '$$; set role postgres; $$',
    '%27%20or%201=1',
    "'); insert into users (google_sub, email, role) values ('x','x','admin'); --",
    '\u0027 or 1=1 /*',
    'ʼ or 1=1',
  ]
  const textFields = [
    ['chats', 'title', 'chat'],
    ['messages', 'content', 'message'],
    ['portfolios', 'name', 'portfolio'],
    ['users', 'time_zone', 'user'],
  ] as const

  it.each(textFields)(
    'what is written into %s.%s is kept as it is and does nothing else',
    async (table, field, id) => {
      const users = async () => (await admin.query('select id, role, email from users order by id')).rows
      const before = await users()
      for (const payload of payloads) {
        const text = `update ${table} set ${field} = $1 where id = $2 and $1 <> $3 returning ${field}`
        const { body } = await query(me, text, [payload, mine[id], `${payload}x`])
        expect(body).toMatchObject({ rows: [[payload]] })
      }
      expect(await users()).toEqual(before)
    },
  )

  it.each([
    ['insert into user_consents (user_id, document, version) values ($1, $2, $2)', 'user_consents'],
    ['insert into portfolios (user_id, name) values ($1, $2)', 'portfolios'],
    ['insert into chats (user_id, title) values ($1, $2)', 'chats'],
    [
      'insert into push_subscriptions (user_id, endpoint, p256dh, auth, user_agent) values ($1, $2, $2, $2, $2)',
      'push_subscriptions',
    ],
    ["insert into alert_rules (user_id, kind, symbol, threshold) values ($1, $2, 'BTC', 1)", 'alert_rules'],
    [
      "insert into alert_rules (user_id, kind, symbol, threshold) values ($1, 'price_above', $2, 1)",
      'alert_rules',
    ],
    [
      "insert into alert_rules (user_id, kind, symbol, threshold) values ($1, 'price_above', 'BTC', $2)",
      'alert_rules',
    ],
  ])('%s: a hostile value adds at most that one row', async (text, table) => {
    const count = async (name: string) =>
      (await admin.query(`select count(*)::int as n from ${name}`)).rows[0].n
    for (const payload of payloads) {
      const [rows, people] = [await count(table), await count('users')]
      const { status } = await query(me, text, [me, payload])
      expect(await count(table)).toBe(rows + (status === 200 ? 1 : 0))
      expect(await count('users')).toBe(people)
    }
  })

  it('a reply of too many rows is an error, and changes nothing', async () => {
    const many = await query(me, 'select generate_series(1, 10001)')
    expect(many).toMatchObject({ status: 400, body: { code: '54000' } })
    const wide = await query(me, "select repeat('x', 9000000)")
    expect(wide).toMatchObject({ status: 400, body: { code: '54000' } })
    const text = "update chats set title = 'changed' where user_id = $1 returning repeat('x', 9000000)"
    expect(await query(me, text, [me])).toMatchObject({ status: 400, body: { code: '54000' } })
    const { rows } = await admin.query("select 1 from chats where title = 'changed'")
    expect(rows).toEqual([])
    expect(await query(me, 'select generate_series(1, 10000)')).toMatchObject({ status: 200 })
  })
})

/** Every table, every verb, every kind of caller: what each may do, and that nobody learns of another's rows. */
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { generateKeyPair, UnsecuredJWT } from 'jose'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addPerson, type Ids, insertion, newIds, type OwnedTable, ownedTables } from './fixtures.ts'
import { asService, asUser, freshClaims, sign, startGateway, type TestGateway } from './gateway.ts'

let gateway: TestGateway
let admin: pg.Client
let owner: Ids
let other: Ids

beforeAll(async () => {
  gateway = await startGateway()
  admin = new pg.Client(gateway.database.adminUrl)
  await admin.connect()
}, 60_000)
afterAll(async () => {
  await admin.end()
  await gateway.close()
})
beforeEach(async () => {
  await admin.query(
    'delete from users; delete from audit_log; delete from signals; delete from announcements; delete from digests; delete from used_tokens',
  )
  owner = await addPerson(admin)
  other = await addPerson(admin)
})

const verbs = ['select', 'insert', 'update', 'delete'] as const
type Verb = (typeof verbs)[number]

/** What a user's own token may do with his own rows, in a column that a person may write; everything else is refused. */
const allowed: Readonly<Record<OwnedTable, Readonly<Partial<Record<Verb, string>>>>> = {
  users: { select: '', update: "locale = 'en'" },
  user_consents: { select: '' },
  sessions_revoked: {},
  audit_log: {},
  portfolios: { select: '', insert: '', update: "name = 'x', chosen_at = now()", delete: '' },
  chats: { select: '', insert: '', update: "title = 'x'", delete: '' },
  messages: { select: '', insert: '', update: "content = 'x'", delete: '' },
  message_feedback: { select: '', insert: '', update: "rating = 'down'", delete: '' },
  turns: { select: '' },
  risk_reviews: { select: '' },
  signals: { select: '' },
  shadow_trades: { select: '' },
  shadow_closes: { select: '' },
  alert_rules: { select: '', insert: '', update: 'threshold = 2', delete: '' },
  rule_firings: { select: '' },
  push_subscriptions: { select: '', insert: '', delete: '' },
  deep_link_contexts: { select: '' },
  notifications: { select: '', update: 'read_at = now()' },
  parked_rows: {},
  deliveries: {},
  announcements: {},
  digests: {},
  used_tokens: {},
}

/** A change that somebody must never make, for the verbs that the table above leaves out. */
const column: Readonly<Record<OwnedTable, string>> = {
  users: "role = 'admin'",
  user_consents: "version = '2'",
  sessions_revoked: 'session_id = null',
  audit_log: "action = 'x'",
  portfolios: "name = 'x'",
  chats: "title = 'x'",
  messages: "content = 'x'",
  message_feedback: "rating = 'down'",
  turns: "status = 'failed'",
  risk_reviews: "recommendation = 'reject'",
  signals: 'price = 2',
  shadow_trades: 'entry_price = 2',
  shadow_closes: 'exit_price = 2',
  alert_rules: 'threshold = 2',
  rule_firings: 'price = 3',
  push_subscriptions: "endpoint = 'x'",
  deep_link_contexts: "payload = '1'",
  notifications: "title = 'x'",
  parked_rows: "code = 'x'",
  deliveries: 'attempts = 9',
  announcements: 'cursor = null',
  digests: "content = 'x'",
  used_tokens: 'expires_at = now()',
}

function statement(table: OwnedTable, verb: Verb): string {
  switch (verb) {
    case 'select':
      return `select * from ${table}`
    case 'insert':
      // Another row of the same person; where there can be but one of a kind, the fixtures make a new one.
      return insertionOfAnother(table)
    case 'update':
      return `update ${table} set ${allowed[table].update ?? column[table]}`
    case 'delete':
      return `delete from ${table}`
  }
}

function insertionOfAnother(table: OwnedTable): string {
  const fresh = newIds(owner.user)
  const ids = { ...owner, [ownId[table]]: fresh[ownId[table]] ?? '' }
  return insertion(table, ids)
    .replace("'mine'", "'second'")
    .replace("'https://push.example/'", "'https://push.example/2'")
}

/** The name of the id that a new row of the table needs of its own. */
const ownId: Readonly<Record<OwnedTable, string>> = {
  users: 'user',
  user_consents: 'consent',
  sessions_revoked: 'revocation',
  audit_log: 'entry',
  portfolios: 'portfolio',
  chats: 'chat',
  messages: 'message',
  message_feedback: 'message',
  turns: 'turn',
  risk_reviews: 'review',
  signals: 'signal',
  shadow_trades: 'trade',
  shadow_closes: 'close',
  alert_rules: 'rule',
  rule_firings: 'firing',
  push_subscriptions: 'subscription',
  deep_link_contexts: 'context',
  notifications: 'notification',
  parked_rows: 'parked',
  deliveries: 'delivery',
  announcements: 'announcement',
  digests: 'digest',
  used_tokens: 'token',
}

const everywhere = ownedTables.flatMap((table) => verbs.map((verb) => [table, verb] as const))

const contents = async (table: OwnedTable): Promise<unknown> =>
  (await admin.query(`select to_jsonb(t) as row from ${table} t order by 1`)).rows

async function everything(): Promise<unknown[]> {
  const all: unknown[] = []
  for (const table of ownedTables) all.push(await contents(table))
  return all
}

it('knows every table with row-level security', async () => {
  const { rows } = await admin.query(
    `select relname, relforcerowsecurity from pg_class
     where relnamespace = 'public'::regnamespace and relrowsecurity order by relname`,
  )
  expect(rows).toEqual([...ownedTables].sort().map((relname) => ({ relname, relforcerowsecurity: true })))
})

describe('the owner', () => {
  it.each(everywhere)('%s: %s', async (table, verb) => {
    // A message's feedback is one, so a second needs a message without any.
    if (table === 'message_feedback' && verb === 'insert') await admin.query('delete from message_feedback')
    // A portfolio's slot is its own.
    if (table === 'portfolios' && verb === 'insert') await admin.query('update portfolios set slot = 2')
    const text =
      table === 'message_feedback' && verb === 'insert' ? insertion(table, owner) : statement(table, verb)
    const answer = await gateway.post(asUser(owner.user ?? ''), { query: text })
    if (allowed[table][verb] === undefined) {
      expect(answer).toMatchObject({ status: 400, body: { code: '42501' } })
    } else {
      expect(answer).toMatchObject({ status: 200, body: { rowCount: 1 } })
    }
  })
})

describe('another user', () => {
  it.each(everywhere)('%s: %s reaches nothing of the owner', async (table, verb) => {
    await admin.query('delete from users where id = $1', [other.user])
    await admin.query(insertion('users', other))
    const before = await contents(table)
    const answer = await gateway.post(asUser(other.user ?? ''), { query: statement(table, verb) })
    if (table === 'users' && answer.status === 200) {
      // His own row, and no other.
      expect(answer.body).toMatchObject({ rowCount: 1 })
      const { rows } = await admin.query('select locale from users where id = $1', [owner.user])
      expect(rows).toEqual([{ locale: 'ko' }])
      return
    }
    if (answer.status === 200) expect(answer.body).toMatchObject({ rowCount: 0, rows: [] })
    else expect(answer).toMatchObject({ status: 400, body: { code: '42501' } })
    expect(await contents(table)).toEqual(before)
  })

  it.each(ownedTables)('%s: counts nothing of the owner, however it is asked', async (table) => {
    await admin.query('delete from users where id = $1', [other.user])
    for (const query of [
      `select count(*) from ${table}`,
      `select count(*) from (select from ${table} for share) x`,
      `with x as (select * from ${table}) select count(*) from x`,
      `select count(*) from ${table} a join ${table} b on true`,
      `select (select count(*) from ${table})`,
      `select count(*) from users u left join ${table} t on true where t is not null`,
    ]) {
      const { status, body } = await gateway.post(
        asUser(other.user ?? ''),
        { query },
        { 'Neon-Array-Mode': 'true' },
      )
      if (status === 200) expect(body, query).toMatchObject({ rows: [['0']] })
      else expect(body, query).toMatchObject({ code: '42501' })
    }
  })

  it.each([
    ['messages', 'chat'],
    ['turns', 'chat'],
    ['message_feedback', 'message'],
    ['risk_reviews', 'turn'],
    ['shadow_trades', 'portfolio'],
    ['shadow_closes', 'trade'],
  ] as const)('%s: cannot be hung on the owner’s %s', async (table, parent) => {
    const ids = { ...newIds(other.user), [parent]: owner[parent] ?? '' }
    const text = insertion(table, table === 'messages' || table === 'turns' ? { ...other, ...ids } : ids)
    const answer = await gateway.post(asUser(other.user ?? ''), { query: text })
    expect(answer.status).toBe(400)
    // And not even the edge itself can mix up two people.
    const service = await gateway.post(asService, { query: text })
    expect(service).toMatchObject({ status: 400, body: { code: '23503' } })
  })

  it('cannot make a row in the owner’s name', async () => {
    const ids = newIds(owner.user)
    for (const table of ['chats', 'portfolios', 'alert_rules', 'push_subscriptions'] as const) {
      const text = insertion(table, ids).replace('example/', 'example/new')
      const answer = await gateway.post(asUser(other.user ?? ''), { query: text.replace("'mine'", "'new'") })
      expect(answer).toMatchObject({ status: 400, body: { code: '42501' } })
    }
  })
})

describe('a bad token', () => {
  const send = async (text: string, authorization: string | undefined) => {
    const headers = authorization === undefined ? undefined : { authorization }
    return fetch(`${gateway.url}/v1/sql`, { method: 'POST', body: text, ...(headers ? { headers } : {}) })
  }
  const signed = async (text: string, claims: object, key = gateway.privateKey, kid?: string) =>
    `Bearer ${await sign(key, { ...freshClaims(text), role: 'service', ...claims }, kid)}`
  const now = () => Math.floor(Date.now() / 1000)
  const foreign = generateKeyPair('EdDSA', { crv: 'Ed25519' })
  const harmless = JSON.stringify({ query: 'select 1' })

  /** Each makes a token for a body, good but for one thing. */
  const bad: readonly (readonly [string, (text: string) => Promise<string | undefined>])[] = [
    ['no token', async () => undefined],
    ['an empty one', async () => 'Bearer '],
    ['a basic password', async () => 'Basic c2FnZTpzYWdl'],
    ['an expired one', (text) => signed(text, { iat: now() - 120, exp: now() - 60 })],
    ['one for another audience', (text) => signed(text, { aud: 'edge' })],
    ['one from the future', (text) => signed(text, { iat: now() + 90, exp: now() + 120 })],
    ['one that lives too long', (text) => signed(text, { exp: now() + 3600 })],
    ['one without an end', (text) => signed(text, { exp: undefined })],
    ['one without an id', (text) => signed(text, { jti: undefined })],
    ['one over another body', () => signed(harmless, {})],
    ['one without a hash', (text) => signed(text, { bodySha256: undefined })],
    ['an unknown role', (text) => signed(text, { role: 'owner' })],
    ['a user without an id', (text) => signed(text, { role: 'user' })],
    ['a user whose id is none', (text) => signed(text, { role: 'user', sub: "x' or true --" })],
    [
      'one that was used before',
      async (text) => {
        const { jti } = freshClaims(text)
        expect((await send(harmless, await signed(harmless, { jti }))).status).toBe(200)
        return signed(text, { jti })
      },
    ],
    [
      '`alg: none`',
      async (text) => `Bearer ${new UnsecuredJWT({ ...freshClaims(text), role: 'service' }).encode()}`,
    ],
    [
      'one signed with another key under our key’s name',
      async (text) => signed(text, {}, (await foreign).privateKey),
    ],
    ['one that names another key', (text) => signed(text, {}, gateway.privateKey, 'other')],
    [
      'one with changed claims',
      async (text) => {
        const [head, , signature] = (await signed(text, { role: 'user', sub: other.user })).split('.')
        const claims = { ...freshClaims(text), role: 'user', sub: owner.user }
        return `${head}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`
      },
    ],
  ]

  it.each(bad)('%s: 401 for every table and verb, and nothing happens', async (_, tokenFor) => {
    const before = await everything()
    const answers = everywhere.map(async ([table, verb]) => {
      const text = JSON.stringify({ query: statement(table, verb) })
      const response = await send(text, await tokenFor(text))
      return { status: response.status, body: await response.json() }
    })
    for (const answer of await Promise.all(answers)) {
      const error = {
        code: 'unauthenticated',
        message: 'A valid token is needed.',
        requestId: expect.any(String),
      }
      expect(answer).toEqual({ status: 401, body: { error } })
    }
    expect(await everything()).toEqual(before)
  })

  it('a good one is good once', async () => {
    const token = await signed(harmless, {})
    expect((await send(harmless, token)).status).toBe(200)
    expect((await send(harmless, token)).status).toBe(401)
  })

  it('a body of more than 1 MB is refused', async () => {
    const text = JSON.stringify({ query: 'select 1', params: ['x'.repeat(1024 * 1024)] })
    expect((await send(text, await signed(text, {}))).status).toBe(413)
  })

  it('a body that comes in chunks is held to the same limit, and not waited for to its end', async () => {
    const sendInChunks = (chunks: Iterable<Buffer>, authorization: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const call = request(`${gateway.url}/v1/sql`, { method: 'POST', headers: { authorization } })
        call.on('response', (response) => resolve(response.resume().statusCode))
        call.on('error', reject)
        Readable.from(chunks).on('error', reject).pipe(call)
      })
    const asked = (length: number) => JSON.stringify({ query: 'select $1', params: ['x'.repeat(length)] })
    const chunksOf = function* (text: string) {
      for (let at = 0; at < text.length; at += 10_000) yield Buffer.from(text.slice(at, at + 10_000))
    }
    const [short, long] = [asked(1_000_000), asked(1_050_000)]
    expect(await sendInChunks(chunksOf(short), await signed(short, {}))).toBe(200)
    expect(await sendInChunks(chunksOf(long), await signed(long, {}))).toBe(413)

    let sent = 0
    const endless = function* () {
      for (; sent < 2000; sent += 1) yield Buffer.alloc(100_000, ' ')
    }
    const answer = sendInChunks(endless(), await signed(harmless, {}))
    // The connection may be closed while the rest is still being sent.
    expect([413, 'closed']).toContain(await answer.catch(() => 'closed'))
    expect(sent).toBeLessThan(2000)
  })
})

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startTemporaryDatabase, type TemporaryDatabase } from '@sage/local/temporary-database'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MigrateOptions, migrate } from '../src/migrate.ts'

let database: TemporaryDatabase
let options: MigrateOptions

beforeAll(async () => {
  database = await startTemporaryDatabase()
  const passwordOf = (url: string) => new URL(url).password
  options = {
    ownerUrl: database.ownerUrl,
    passwords: {
      ingest: passwordOf(database.ingestUrl),
      service: passwordOf(database.serviceUrl),
      user: passwordOf(database.userUrl),
    },
    sealKey: database.sealKey,
  }
}, 60_000)
afterAll(() => database?.close())

async function as<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

/** All that a migration can change: tables, columns, policies, grants, functions, roles. */
const shape = () =>
  as(database.adminUrl, async (client) => {
    const { rows } = await client.query(`
      select 'column', table_name, column_name, data_type from information_schema.columns where table_schema = 'public'
      union all select 'policy', tablename, policyname, coalesce(qual, '') from pg_policies
      union all select 'grant', table_name, grantee, privilege_type from information_schema.table_privileges
        where table_schema = 'public'
      union all select 'function', proname, prosrc, '' from pg_proc where pronamespace = 'public'::regnamespace
      union all select 'role', rolname, rolconfig::text, '' from pg_roles where rolname like 'sage%'
      union all select 'migration', hash, created_at::text, '' from drizzle.__drizzle_migrations
      order by 1, 2, 3, 4`)
    return rows
  })

describe('migrating', () => {
  it('again changes nothing', async () => {
    const before = await shape()
    await migrate(options)
    expect(await shape()).toEqual(before)
  })

  it('from several tasks at once is done once', async () => {
    await as(database.adminUrl, async (client) => {
      await client.query('create database fresh owner sage_owner')
    })
    const ownerUrl = database.ownerUrl.replace(/\/sage$/, '/fresh')
    await Promise.all(Array.from({ length: 5 }, () => migrate({ ...options, ownerUrl })))
    await as(ownerUrl, async (client) => {
      const { rows } = await client.query(
        'select count(*)::int as n, count(distinct hash)::int as kinds from drizzle.__drizzle_migrations',
      )
      expect(rows[0].n).toBe(rows[0].kinds)
      expect(rows[0].n).toBeGreaterThan(0)
    })
  })

  it('gives the roles new passwords, and the old ones no longer work', async () => {
    const passwords = { ...options.passwords, user: 'another-password' }
    await migrate({ ...options, passwords })
    await expect(as(database.userUrl, async () => undefined)).rejects.toMatchObject({ code: '28P01' })
    const url = new URL(database.userUrl)
    url.password = passwords.user
    expect(await as(url.href, async (client) => (await client.query('select 1 as one')).rows)).toEqual([
      { one: 1 },
    ])
    await migrate(options)
    await as(database.userUrl, async () => undefined)
  })

  it('is also a program that reads its settings from the environment', async () => {
    const ownerUrl = database.ownerUrl.replace(/\/sage$/, '/by_program')
    await as(database.adminUrl, (client) => client.query('create database by_program owner sage_owner'))
    const env = {
      DATABASE_OWNER_URL: ownerUrl,
      DATABASE_INGEST_PASSWORD: options.passwords.ingest,
      DATABASE_SERVICE_PASSWORD: options.passwords.service,
      DATABASE_USER_PASSWORD: options.passwords.user,
      IDENTITY_SEAL_KEY: options.sealKey,
    }
    const program = fileURLToPath(new URL('../src/migrate.ts', import.meta.url))
    await promisify(execFile)(process.execPath, [program], { env, timeout: 60_000 })
    const userUrl = database.userUrl.replace(/\/sage$/, '/by_program')
    expect(await as(userUrl, async (client) => (await client.query('select id from chats')).rows)).toEqual([])
  })

  it('replaces the key that seals are checked with', async () => {
    const keys = () =>
      as(database.adminUrl, async (client) => (await client.query('select * from identity_seal')).rows)
    const before = await keys()
    await migrate({ ...options, sealKey: Buffer.alloc(32, 7).toString('base64') })
    expect(await keys()).toHaveLength(1)
    expect(await keys()).not.toEqual(before)
    await migrate(options)
    expect(await keys()).toEqual(before)
  })

  it.each([
    ['a short key', { sealKey: 'c2hvcnQ=' }],
    ['no URL', { ownerUrl: 'somewhere' }],
  ])('refuses %s', async (_, wrong) => {
    await expect(migrate({ ...options, ...wrong })).rejects.toThrow()
  })

  it('needs no superuser: the owner is an ordinary role', async () => {
    const rows = await as(database.ownerUrl, async (client) => {
      const found = await client.query(
        'select rolsuper, rolbypassrls from pg_roles where rolname = current_user',
      )
      return found.rows
    })
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false }])
  })
})

describe('partitions of candles_1m', () => {
  const insert = `insert into candles_1m values ('BTC', $1, 'binance', 1, 2, 1, 2, 1, 1, 'trades', 1)`

  it('are made by month, once, by whoever writes the candles', async () => {
    await as(database.ingestUrl, async (client) => {
      const made = async (first: string, last: string) => {
        const { rows } = await client.query('select ensure_candle_partitions($1, $2) as made', [first, last])
        return rows[0].made
      }
      await expect(client.query(insert, ['2026-11-24T00:00:00Z'])).rejects.toMatchObject({ code: '23514' })
      expect(await made('2026-11-24', '2027-01-01')).toBe(3)
      expect(await made('2026-11-24', '2027-01-01')).toBe(0)
      for (const at of ['2026-11-01T00:00:00Z', '2026-12-31T23:59:00Z', '2027-01-31T23:59:00Z']) {
        await client.query(insert, [at])
      }
      await expect(client.query(insert, ['2027-02-01T00:00:00Z'])).rejects.toMatchObject({ code: '23514' })
      expect((await client.query('select from candles_1m')).rowCount).toBe(3)
    })
  })

  it('are made once when two tasks ask at once', async () => {
    const ask = () =>
      as(database.ingestUrl, async (client) => {
        const { rows } = await client.query(
          "select ensure_candle_partitions('2028-01-01', '2028-12-31') as made",
        )
        return rows[0].made
      })
    const made = await Promise.all([ask(), ask(), ask()])
    expect(made.sort()).toEqual([0, 0, 12])
  })

  it('are not made for nonsense', async () => {
    await as(database.ingestUrl, async (client) => {
      for (const range of [
        ['2026-02-01', '2026-01-01'],
        ['2026-01-01', '2999-01-01'],
      ]) {
        const asked = client.query('select ensure_candle_partitions($1, $2)', range)
        await expect(asked).rejects.toMatchObject({ code: '22023' })
      }
    })
  })
})

describe('a deleted user', () => {
  it('takes everything along, and leaves the record without a name', async () => {
    await as(database.serviceUrl, async (client) => {
      const { rows } = await client.query(
        "insert into users (google_sub, email) values ('g', 'e') returning id",
      )
      const user = rows[0].id
      const chat = await client.query('insert into chats (user_id) values ($1) returning id', [user])
      const chatId = chat.rows[0].id
      await client.query(
        `insert into messages (chat_id, user_id, role, status, content) values ($1, $2, 'user', 'done', 'x')`,
        [chatId, user],
      )
      const turn = await client.query(
        `insert into turns (chat_id, user_id, user_message_id, assistant_message_id, status)
         values ($1, $2, $1, $1, 'done') returning id`,
        [chatId, user],
      )
      await client.query(
        `insert into signals (user_id, turn_id, symbol, action, confidence, reasoning, price, venue, tick_at)
         values ($1, $2, 'BTC', 'buy', 'low', 'r', 1, 'gate', now())`,
        [user, turn.rows[0].id],
      )
      await client.query('delete from users where id = $1', [user])
      const left = await client.query(
        `select (select count(*)::int from chats) as chats, (select count(*)::int from messages) as messages,
           (select count(*)::int from turns) as turns, (select count(*)::int from signals) as signals,
           (select count(*)::int from signals where user_id is not null or turn_id is not null) as named`,
      )
      expect(left.rows).toEqual([{ chats: 0, messages: 0, turns: 0, signals: 1, named: 0 }])
    })
  })
})

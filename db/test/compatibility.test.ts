/** Every migration works with the release before it: its old tasks run on meanwhile, and may have to come back. */
import { rmSync } from 'node:fs'
import { startTemporaryDatabase, type TemporaryDatabase } from '@sage/local/temporary-database'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contractions } from '../src/expanding.ts'
import { migrate } from '../src/migrate.ts'
import { foldedAt, migrationTags, migrationText, readReleased } from '../src/released.ts'
import { broken, type Shape, shapeOf } from '../src/shape.ts'

const { through, accepted } = readReleased()

describe('a migration', () => {
  it.each(migrationTags())('%s only adds, or says why it may take away', (tag) => {
    const ofThis = accepted.filter(({ migration }) => migration === tag)
    const open = contractions(migrationText(tag)).filter(
      ({ statement }) => !ofThis.some((each) => each.statement === undefined || each.statement === statement),
    )
    expect(open).toEqual([])
  })

  it('that has an excuse needs it', () => {
    const needless = accepted.filter(({ migration, statement }) => {
      const found = contractions(migrationText(migration))
      return statement === undefined
        ? found.length === 0
        : !found.some((each) => each.statement === statement)
    })
    expect(needless).toEqual([])
  })
})

describe('the release that runs now', () => {
  let database: TemporaryDatabase
  let client: pg.Client
  let before: Shape
  const on = (name: string) => {
    const url = new URL(database.ownerUrl)
    url.pathname = `/${name}`
    return url.href
  }
  /** A database of its own, migrated as far as `tag`. */
  async function migratedTo(tag: string): Promise<Shape> {
    const name = `as_of_${tag}`
    await client.query(`create database ${name} owner sage_owner`)
    const folder = foldedAt(tag)
    const password = (url: string) => new URL(url).password
    await migrate({
      ownerUrl: on(name),
      passwords: {
        ingest: password(database.ingestUrl),
        service: password(database.serviceUrl),
        user: password(database.userUrl),
      },
      sealKey: database.sealKey,
      folder,
    })
    rmSync(folder, { recursive: true })
    const own = new pg.Client(on(name))
    await own.connect()
    try {
      return await shapeOf(own)
    } finally {
      await own.end()
    }
  }

  beforeAll(async () => {
    database = await startTemporaryDatabase()
    client = new pg.Client(database.adminUrl)
    await client.connect()
    before = await migratedTo(through)
  })
  afterAll(async () => {
    await client?.end()
    await database?.close()
  })

  it('finds all that it relies on in the newest schema', async () => {
    expect(before.size).toBeGreaterThan(500)
    expect(broken(before, await shapeOf(client))).toEqual([])
  })

  it.each([
    ['ingest', 'sage_ingest'],
    ['service', 'sage_service'],
    ['user', 'sage_user'],
  ] as const)('reads, as %s, every column that it could read', async (kind, role) => {
    const columns = [...before.keys()].flatMap((name) => {
      const found = new RegExp(`^right ${role} SELECT (\\w+)\\.(\\w+)$`).exec(name)
      return found?.[1] && found[2] ? [{ table: found[1], column: found[2] }] : []
    })
    const tables = Map.groupBy(columns, ({ table }) => table)
    expect(tables.size).toBeGreaterThan(5)
    const own = new pg.Client(database[`${kind}Url`])
    await own.connect()
    try {
      for (const [table, all] of tables) {
        const names = all.map(({ column }) => `"${column}"`).join(', ')
        await own.query(`select ${names} from "${table}" limit 0`)
      }
    } finally {
      await own.end()
    }
  })

  it.each([
    ['alter table users drop column name', 'column users.name is gone'],
    ['alter table users rename column name to title', 'column users.name is gone'],
    ['alter table chats alter column title type varchar(9)', 'column chats.title was text'],
    ['alter table chats add column x text not null', 'must be given chats.x is new for chats'],
    [`alter table chats add constraint x check (title <> '')`, 'constraint chats.x is new for chats'],
    ['revoke select on chats from sage_user', 'right sage_user SELECT chats.title is gone'],
    ['revoke delete on chats from sage_user', 'right sage_user DELETE chats is gone'],
    ['drop function app_user_id() cascade', 'function app_user_id() is gone'],
  ])('would miss it after: %s', async (statement, problem) => {
    await client.query('begin')
    try {
      await client.query(statement)
      expect(broken(before, await shapeOf(client)).some((each) => each.startsWith(problem))).toBe(true)
    } finally {
      await client.query('rollback')
    }
  })

  it.each([
    'alter table chats add column x text',
    `alter table chats add column x text not null default ''`,
    'create table x (id uuid primary key, y text not null)',
    'create index x on chats (title)',
    'grant insert on fear_greed to sage_user',
  ])('would miss nothing after: %s', async (statement) => {
    await client.query('begin')
    try {
      await client.query(statement)
      expect(broken(before, await shapeOf(client))).toEqual([])
    } finally {
      await client.query('rollback')
    }
  })

  it('was broken by what the migrations before the first release took away: the comparison sees it', async () => {
    const old = await migratedTo('0004_consent_address')
    expect(broken(old, await shapeOf(client))).toContain('column users.notify_moves is gone')
  })
})

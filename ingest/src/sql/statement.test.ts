import { loadModule } from 'libpg-query'
import { beforeAll, describe, expect, it } from 'vitest'
import { isTooDeep } from './depth.ts'
import { judge } from './statement.ts'

beforeAll(loadModule)

describe('a statement passes', () => {
  it.each([
    ['select 1', false, true],
    ['select * from public.chats where id = $1 for update', false, true],
    ['table chats', false, true],
    ['values (1), (2)', false, true],
    ['insert into chats (id) values ($1) on conflict (id) do update set title = excluded.title', true, false],
    ['update chats set title = $1 where id = $2 returning *', true, true],
    ['delete from chats where id = $1', true, false],
    ['with gone as (delete from chats returning id) select count(*) from gone', true, true],
    ['select extract(epoch from now()), substring($1 from 2), trim(both from $1), current_date', false, true],
    ["select now() at time zone 'UTC', interval '1 day', (array[1,2])[1], ('{}'::jsonb)->'a'", false, true],
    ['select t.name, lower(t.email) from users t union all select title, null from chats', false, true],
    ['select jsonb_agg(x order by x.at) filter (where x.at > now()) from candles_1h x', false, true],
    ['select sum(fee) over (partition by symbol order by tick_at) from shadow_trades', false, true],
    ['select * from jsonb_to_recordset($1) as x(a int), generate_series(1, 3) g', false, true],
  ])('%s', (text, writes, returnsRows) => {
    expect(judge(text)).toEqual({ status: 'accepted', statement: { text, writes, returnsRows } })
  })
})

describe('a statement is refused', () => {
  it.each([
    'begin',
    'commit',
    'rollback',
    'set role sage_service',
    "set local app.user_id = 'x'",
    'reset all',
    'discard all',
    'show all',
    'do $$ begin perform 1; end $$',
    'call x()',
    'create table x (a int)',
    'create temp table x (a int)',
    'drop table users',
    'alter role sage_user superuser',
    'grant all on users to public',
    'truncate users',
    'copy users to stdout',
    "copy users to program 'id'",
    'explain analyze delete from users',
    'prepare x as select 1',
    'execute x',
    'deallocate all',
    'listen x',
    'notify x',
    'lock table users',
    'vacuum',
    'analyze',
    'declare x cursor for select 1',
    'fetch x',
    'merge into users u using chats c on true when matched then delete',
    'select 1 into x',
    'with x as (merge into users u using chats c on true when matched then delete returning 1) select 1',
    'refresh materialized view x',
    'import foreign schema x from server y into z',
    "load 'x'",
    'checkpoint',
    'create function f() returns int language sql as $$ select 1 $$',
    'security label on table users is null',
  ])('%s', (text) => {
    expect(judge(text)).toMatchObject({ status: 'refused', error: { code: '42501' } })
  })

  it.each([
    'select 1; select 2',
    'select 1;;select 2',
    "select 1; set app.user_id = 'x'",
    'select 1; commit',
  ])('more than one at once: %s', (text) =>
    expect(judge(text)).toMatchObject({ status: 'refused', error: { code: '42601' } }),
  )

  it.each([
    '',
    ' ',
    '-- nothing',
    '/* */',
    'selec 1',
    'select $$',
    'select \0 1',
    "select 'unfinished",
    "select '\ud800'",
  ])('none at all: %j', (text) => expect(judge(text).status).toBe('refused'))

  it.each([
    "set_config('app.user_id', $1, true)",
    "pg_catalog.set_config('role', 'x', false)",
    "current_setting('app.seal')",
    'pg_sleep(10)',
    "pg_sleep_for('1 hour')",
    'pg_terminate_backend(1)',
    'pg_cancel_backend(1)',
    'pg_advisory_lock(1)',
    "pg_read_file('/etc/passwd')",
    "pg_ls_dir('/')",
    "lo_import('/etc/passwd')",
    'lo_create(0)',
    "query_to_xml('select 1', true, true, '')",
    "cursor_to_xml('c', 1, true, true, '')",
    "table_to_xml('users', true, true, '')",
    "database_to_xml(true, true, '')",
    "dblink('', '')",
    "pg_notify('x', 'y')",
    "nextval('x')",
    "setval('x', 1)",
    "ts_stat('select 1')",
    "ts_rewrite('a'::tsquery, 'select 1')",
    'pg_reload_conf()',
    'txid_current()',
    'pg_backend_pid()',
    'app_user_id()',
    "ensure_candle_partitions('2026-01-01', '2026-01-01')",
    'public.anything()',
    "other.lower('x')",
    'pg_stat_get_activity(null)',
    "has_table_privilege('users', 'select')",
    "to_regclass('users')",
    'inet_server_addr()',
  ])('with the function %s', (call) => {
    for (const text of [
      `select ${call}`,
      `select * from ${call} as x`,
      `insert into chats (title) values ((select ${call}::text))`,
      `update chats set title = 'x' where ${call} is null`,
      `delete from chats using lateral ${call} as x returning 1`,
      `with x as (select ${call}) select 1`,
      `select 1 order by ${call}`,
      `select 1 limit ${call}::text::int`,
      `select count(*) filter (where ${call} is null) from chats`,
      `select 1 from chats group by ${call} having ${call} is null`,
      `select case when true then ${call} end`,
      `select 1 union select ${call}`,
    ]) {
      expect(judge(text), text).toMatchObject({ status: 'refused', error: { code: '42501' } })
    }
  })

  it.each([
    'select (1.5::float8).pg_sleep',
    'select x.pg_sleep from unnest(array[5.0]) x',
    'select (array[1])[1].pg_cancel_backend',
    'select x.nextval from (values (1)) x',
    "select ('users'::regclass).pg_relation_size",
    'select x.lo_unlink from unnest(array[1]) x',
    'select x.pg_terminate_backend from generate_series(1, 100000) x',
    'update chats set title = (1.5::float8).pg_sleep::text',
    'select x.ts_stat from unnest(array[$1]) x',
    'select x.set_config from users x',
    'select x.loread from users x',
  ])('that calls a function in the guise of a column: %s', (text) => {
    expect(judge(text)).toMatchObject({ status: 'refused', error: { code: '42501' } })
  })

  it.each([
    'pg_authid',
    'pg_catalog.pg_authid',
    'pg_settings',
    'pg_stat_activity',
    'pg_database',
    'pg_roles',
    'pg_file_settings',
    'information_schema.tables',
    'drizzle.__drizzle_migrations',
    'other.public.users',
    'PG_SHADOW',
    'U&"\\0070g_authid"',
    '"pg_hba_file_rules"',
    'pg_cursors',
    'pg_prepared_statements',
    'pg_temp.x',
    'pg_class',
  ])('that touches %s', (relation) => {
    for (const text of [
      `select * from ${relation}`,
      `table ${relation}`,
      `select 1 from users join ${relation} on true`,
      `select (select count(*) from ${relation})`,
      `insert into ${relation} values (1)`,
      `update ${relation} set a = 1`,
      `delete from ${relation}`,
      `delete from users using ${relation}`,
      `with x as (table ${relation}) select 1`,
      `select 1 except select 1 from only ${relation}`,
    ]) {
      expect(judge(text).status, text).toBe('refused')
    }
  })
})

describe('a statement that would overflow the parser', () => {
  const nested: readonly (readonly [string, (n: number) => string])[] = [
    ['parentheses', (n) => `select ${'('.repeat(n)}1${')'.repeat(n)}`],
    ['signs', (n) => `select ${'- '.repeat(n)}1`],
    ['sums', (n) => `select 1${' + 1'.repeat(n)}`],
    ['subqueries', (n) => `select ${'(select '.repeat(n)}1${')'.repeat(n)}`],
    ['derived tables', (n) => `select * from ${'(select * from '.repeat(n)}x${') y'.repeat(n)}`],
    ['arrays', (n) => `select ${'array['.repeat(n)}1${']'.repeat(n)}`],
    ['subscripts', (n) => `select x${'[1]'.repeat(n)}`],
    ['unions', (n) => `select 1${' union select 1'.repeat(n)}`],
    ['negations', (n) => `select ${'not '.repeat(n)}true`],
    ['cases', (n) => `select ${'case when true then '.repeat(n)}1${' end'.repeat(n)}`],
    ['casts', (n) => `select 1${'::int'.repeat(n)}`],
    ['joins', (n) => `select 1 from a${' natural join a'.repeat(n)}`],
    ['functions', (n) => `select ${'abs('.repeat(n)}1${')'.repeat(n)}`],
    ['tests', (n) => `select 1${' is null'.repeat(n)}`],
    ['postfix tests', (n) => `select 1${' isnull'.repeat(n)}`],
    ['time zones', (n) => `select x${' at local'.repeat(n)}`],
    ['collations', (n) => `select x${' collate "C"'.repeat(n)}`],
    ['CTEs', (n) => `${'with x as ('.repeat(n)}select 1${') select 1'.repeat(n)}`],
    ['patterns', (n) => `select x${" like x escape 'x'".repeat(n)}`],
    ['ranges', (n) => `select x${' between x and x'.repeat(n)}`],
    ['insertions', (n) => `${'with x as (insert into a '.repeat(n)}select 1${') select 1'.repeat(n)}`],
  ]

  it.each(nested)('%s: is refused, and one that is let through does no harm', (_, text) => {
    for (const n of [2000, 5000, 20_000]) {
      expect(judge(text(n))).toMatchObject({ status: 'refused', error: { code: '54001' } })
    }
    // The deepest that passes the estimate.
    let deepest = 400
    while (isTooDeep(text(deepest))) deepest -= 1
    for (let round = 0; round < 3; round += 1) expect(() => judge(text(deepest))).not.toThrow()
    expect(judge('select id from chats where id = $1').status).toBe('accepted')
  })

  it('is no statement of ours: many rows and many values are not deep', () => {
    const row = `($1, $2, default, $3)`
    expect(judge(`insert into chats (id, title) values ${Array(1000).fill(row).join(', ')}`).status).toBe(
      'accepted',
    )
    const values = Array.from({ length: 5000 }, (_, index) => `$${index + 1}`).join(', ')
    expect(judge(`select * from chats where id in (${values})`).status).toBe('accepted')
  })
})

/** Each query that the product makes finds its rows by an index, also when the tables are large. */
import { createHmac } from 'node:crypto'
import { startTemporaryDatabase, type TemporaryDatabase } from '@sage/local/temporary-database'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'

let database: TemporaryDatabase
let user: pg.Client
let service: pg.Client
let ingest: pg.Client
/** Ids that occur in the tables, by the name of the parameter they stand for. */
let known: Readonly<Record<string, string>>

beforeAll(async () => {
  database = await startTemporaryDatabase()
  const admin = new pg.Client(database.adminUrl)
  await admin.connect()
  await admin.query(`
    select ensure_candle_partitions('2026-09-01', '2026-12-01');
    insert into users (google_sub, email) select n, n || '@example.com' from generate_series(1, 3000) n;
    insert into user_consents (user_id, document, version) select id, 'terms', '1' from users;
    insert into sessions_revoked (user_id, session_id) select id, id::text from users;
    insert into audit_log (actor_id, action, target, created_at)
      select id, 'sign_in', 'user', now() - random() * interval '90 days'
      from users, generate_series(1, case google_sub when '17' then 2000 else 3 end);
    insert into portfolios (user_id, name) select id, 'mine' from users;
    insert into chats (user_id, title, updated_at)
      select id, 'chat', now() - random() * interval '90 days' from users, generate_series(1, 5);
    -- One of them is here every day.
    insert into chats (user_id, title, updated_at)
      select id, 'chat', now() - random() * interval '90 days' from users, generate_series(1, 2000)
      where google_sub = '17';
    insert into messages (chat_id, user_id, role, status, content)
      select c.id, c.user_id, 'user', 'done', 'message ' || n from generate_series(1, 6) n, chats c;
    insert into messages (chat_id, user_id, role, status, content)
      select c.id, c.user_id, 'user', 'done', 'message ' || n
      from generate_series(1, 3000) n, (select chats.* from chats join users u on u.id = user_id
        where google_sub = '17' limit 1) c;
    insert into parked_rows (user_id, chat_id, outbox_row, kind, subject_id, code)
      select user_id, id, 1, 'chat', id, '23503' from chats;
    insert into message_feedback (message_id, user_id, rating) select id, user_id, 'up' from messages limit 20000;
    insert into turns (chat_id, user_id, user_message_id, assistant_message_id, status, created_at)
      select id, user_id, id, id, 'done', now() - random() * interval '90 days' from chats;
    insert into risk_reviews (turn_id, user_id, by, recommendation, created_at)
      select id, user_id, 'gate', 'approve', created_at from turns;
    insert into signals (user_id, turn_id, symbol, action, confidence, reasoning, price, venue, tick_at, created_at)
      select user_id, id, 'BTC', 'buy', 'low', 'r', 1, 'gate', now(), created_at from turns;
    insert into shadow_trades
      (user_id, portfolio_id, signal_id, symbol, side, quantity, entry_price, fee, venue, tick_at)
      select s.user_id, p.id, s.id, 'BTC', 'buy', 1, 1, 0, 'gate', now()
      from signals s join portfolios p on p.user_id = s.user_id;
    insert into shadow_closes (user_id, trade_id, quantity, exit_price, fee, venue, tick_at)
      select user_id, id, 1, 1, 0, 'gate', now() from shadow_trades;
    insert into alert_rules (user_id, kind, symbol, threshold, enabled, updated_at)
      select id, 'price_above', (array['BTC','ETH','SOL','BNB','DOGE','XRP'])[1 + n % 6], 1, n % 7 = 0,
        now() - random() * interval '90 days'
      from users, generate_series(1, 7) n;
    insert into rule_firings (key, rule_id, user_id, kind, symbol, threshold, at, created_at, fence)
      select id, id, user_id, kind, symbol, threshold, now(), now() - random() * interval '90 days', 1 from alert_rules;
    insert into push_subscriptions (user_id, endpoint, p256dh, auth) select id, id, 'k', 'a' from users;
    insert into market_events (key, kind, symbol, direction, at, fence)
      select n, 'move', 'BTC', 'up', now() - n * interval '1 hour', 1 from generate_series(1, 20000) n;
    insert into deep_link_contexts (user_id, cause_id, payload, expires_at)
      select id, uuidv7(), '{}', now() from users, generate_series(1, 5);
    insert into notifications (user_id, kind, key, title, body, read_at, created_at)
      select id, 'test', n, 't', 'b', case when n > 1 then now() end, now() - n * interval '1 day'
      from users, generate_series(1, case google_sub when '17' then 2000 else 6 end) n;
    insert into deliveries (channel, notification_id, subscription_id, status)
      select 'push', n.id, p.id, 'sent' from notifications n join push_subscriptions p on p.user_id = n.user_id;
    insert into announcements (id, kind) select uuidv7(), 'digest' from generate_series(1, 20000);
    insert into used_tokens (jti, expires_at) select n, now() + n * interval '1 second' from generate_series(1, 20000) n;
    insert into candles_1m
      select s, '2026-09-01'::timestamptz + n * interval '1 minute', 'gate', 1, 1, 1, 1, 1, 1, 'trades', 1
      from unnest(array['BTC','ETH','SOL','BNB','DOGE','XRP']) s, generate_series(0, 15000) n;
    insert into candles_1h
      select s, '2025-09-01'::timestamptz + n * interval '1 hour', 'gate', 1, 1, 1, 1, 1, 1, 'klines', 1
      from unnest(array['BTC','ETH','SOL','BNB','DOGE','XRP']) s, generate_series(0, 9000) n;
    insert into candles_1d
      select s, '2016-09-01'::timestamptz + n * interval '1 day', 'gate', 1, 1, 1, 1, 1, 1, 'klines', 1
      from unnest(array['BTC','ETH','SOL','BNB','DOGE','XRP']) s, generate_series(0, 3700) n;
    insert into fear_greed select '2018-01-01'::date + n, 50, now() from generate_series(1, 3000) n;
    insert into incidents (component, summary, started_at, ended_at)
      select 'feed', 's', now() - n * interval '1 hour', now() from generate_series(1, 5000) n;`)
  await admin.query('vacuum analyze')
  const { rows } = await admin.query(`
    select c.id as chat, c.user_id as user, m.id as message, t.id as turn, p.id as portfolio, s.id as trade,
      n.id as notification, k.id as context
    from (select chat_id as id, user_id from messages group by 1, 2 order by count(*) desc limit 1) c
      join messages m on m.chat_id = c.id join turns t on t.chat_id = c.id
      join portfolios p on p.user_id = c.user_id join shadow_trades s on s.user_id = c.user_id
      join notifications n on n.user_id = c.user_id join deep_link_contexts k on k.user_id = c.user_id limit 1`)
  known = rows[0]
  await admin.end()
  user = await connect(database.userUrl)
  service = await connect(database.serviceUrl)
  ingest = await connect(database.ingestUrl)
  await becomeUser(known.user ?? '')
}, 120_000)

afterAll(async () => {
  await Promise.all([user, service, ingest].map((client) => client.end()))
  await database.close()
})

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query('set idle_in_transaction_session_timeout = 0; set transaction_timeout = 0')
  return client
}

/** As the gateway does it, in a transaction that stays open. */
async function becomeUser(userId: string): Promise<void> {
  await user.query('begin')
  const { rows } = await user.query(
    `select pg_backend_pid() || ' ' || (extract(epoch from transaction_timestamp()) * 1000000)::bigint as name`,
  )
  const mac = createHmac('sha256', Buffer.from(database.sealKey, 'base64'))
  const seal = mac.update(`${userId} ${rows[0].name}`).digest('hex')
  await user.query("select set_config('app.user_id', $1, true), set_config('app.seal', $2, true)", [
    userId,
    seal,
  ])
}

/** The tables that the plan of `text` reads from end to end. `$chat` and its like become ids that exist. */
async function scanned(client: pg.Client, text: string): Promise<string[]> {
  const tables = new Set<string>()
  for (const node of await plan(client, text)) {
    if (node['Node Type'] === 'Seq Scan') tables.add(node['Relation Name'] ?? '')
  }
  return [...tables]
}

const PlanNode = z.object({ 'Node Type': z.string(), 'Relation Name': z.string().optional() })

async function plan(client: pg.Client, text: string): Promise<z.infer<typeof PlanNode>[]> {
  const statement = text.replaceAll(/\$(\w+)/g, (_, name: string) => `'${known[name]}'`)
  const { rows } = await client.query(`explain (format json, verbose) ${statement}`)
  const nodes: z.infer<typeof PlanNode>[] = []
  JSON.stringify(rows[0], (_, value) => {
    const node = PlanNode.safeParse(value)
    if (node.success) nodes.push(node.data)
    return value
  })
  return nodes
}

describe('a user’s query reads no table from end to end', () => {
  it.each([
    'select * from users where id = $user',
    "update users set locale = 'en' where id = $user",
    'select * from chats order by updated_at desc, id desc limit 30',
    'select * from chats where (updated_at, id) < (now(), $chat) order by updated_at desc, id desc limit 30',
    'select * from chats where id = $chat',
    "update chats set title = 'x' where id = $chat",
    'delete from chats where id = $chat',
    "select * from chats where title ilike '%x%' limit 20",
    "select * from messages where content ilike '%비트%' order by id desc limit 20",
    'select * from messages where chat_id = $chat order by id desc limit 20',
    'select * from messages where chat_id = $chat and id < $message order by id desc limit 20',
    'select * from messages order by id desc limit 20',
    "insert into message_feedback (message_id, user_id, rating) values ($message, $user, 'down') on conflict (message_id, user_id) do update set rating = 'down'",
    'select f.* from messages m join message_feedback f on f.message_id = m.id where m.chat_id = $chat',
    'select * from turns where chat_id = $chat order by id desc limit 20',
    'select * from risk_reviews where turn_id = $turn',
    'select * from signals order by created_at desc limit 20',
    'select * from signals where turn_id = $turn',
    'select * from portfolios',
    'select * from shadow_trades order by created_at desc',
    'select * from shadow_trades where portfolio_id = $portfolio',
    'select c.* from shadow_closes c where c.trade_id = $trade',
    'select * from shadow_closes',
    'select * from alert_rules order by id desc',
    'select * from rule_firings order by created_at desc limit 50',
    'select * from push_subscriptions',
    'select * from notifications order by created_at desc, id desc limit 30',
    "select count(*) from notifications where read_at is null and in_app = 'on'",
    "select * from notifications where in_app <> 'off' order by created_at desc, id desc limit 30",
    'select * from deep_link_contexts where cause_id = $chat and user_id = $user',
    'update notifications set read_at = now() where read_at is null',
    'update notifications set read_at = now() where id = $notification',
    'select * from deep_link_contexts where id = $context',
    'select * from user_consents order by created_at desc',
  ])('%s', async (text) => {
    expect(await scanned(user, text)).toEqual([])
  })
})

it('a chat’s newest messages come from the index in their order, however many the chat or its owner has', async () => {
  for (const text of [
    'select * from messages where chat_id = $chat order by id desc limit 20',
    'select * from messages where chat_id = $chat and id < $message order by id desc limit 20',
  ]) {
    const nodes = await plan(user, text)
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort')
    expect(nodes).toContainEqual(
      expect.objectContaining({ 'Node Type': 'Index Scan', 'Relation Name': 'messages' }),
    )
  }
})

describe('a query of the edge reads no table from end to end', () => {
  it.each([
    "select * from users where google_sub = '17'",
    'select * from parked_rows order by id desc limit 50',
    'select * from parked_rows where id < $message order by id desc limit 50',
    'select * from parked_rows where id = $message',
    'delete from parked_rows where chat_id = $chat and outbox_row = 7',
    "insert into users (google_sub, email) values ('17', 'e') on conflict (google_sub) do update set email = 'e'",
    'delete from users where id = $user',
    'select * from sessions_revoked where user_id = $user',
    'delete from sessions_revoked where expires_at < now()',
    'select * from audit_log order by created_at desc limit 50',
    'select * from audit_log where actor_id = $user order by created_at desc limit 50',
    'select * from signals order by created_at desc, id desc limit 50',
    "select avg(cost_usd) from turns where created_at > now() - interval '1 day'",
    "select count(*) from risk_reviews where created_at > now() - interval '1 day'",
    "select * from market_events where at > now() - interval '10 minutes' order by at desc",
    "select * from notifications where user_id = $user and key = '1'",
    "select * from deliveries where status = 'queued' and due_at < now() - interval '1 minute' order by due_at limit 100",
    'select * from deliveries where id = any(array[$message]::uuid[])',
    'select * from deep_link_contexts where cause_id = $chat and user_id = $user',
    'delete from used_tokens where expires_at < now()',
    'select * from announcements where id = $chat',
    "select * from deliveries where status = 'dead' order by id desc limit 50",
    'select * from push_subscriptions where user_id = $user',
    "select * from push_subscriptions where endpoint = 'x'",
    'delete from shadow_trades where id = $trade',
    'select * from incidents order by started_at desc limit 20',
    'select * from incidents where ended_at is null',
  ])('%s', async (text) => {
    expect(await scanned(service, text)).toEqual([])
  })
})

describe('a query of ingest reads no table from end to end', () => {
  it.each([
    "select * from candles_1m where symbol = 'BTC' and at >= '2026-09-03' and at < '2026-09-04' order by at",
    "select max(at) from candles_1m where symbol = 'BTC'",
    "select * from candles_1h where symbol = 'BTC' and at >= '2026-01-01' and at < '2026-02-01' order by at",
    "select * from candles_1d where symbol = 'BTC' and at >= '2026-01-01' order by at",
    "select * from fear_greed where day > '2026-01-01' order by day",
    "select * from market_events where at > now() - interval '1 hour' order by at",
    "select * from alert_rules where enabled and symbol = 'BTC'",
    'update alert_rules set armed = false where id = $chat',
    "select * from alert_rules where updated_at > now() - interval '15 seconds'",
    "select * from market_events where created_at > now() - interval '15 minutes' order by created_at limit 500",
    "select * from rule_firings where created_at > now() - interval '15 minutes' order by created_at limit 500",
    'select id, symbol, side, quantity, entry_price, fee, created_at from shadow_trades where user_id = $user',
    'select trade_id, quantity, created_at from shadow_closes where user_id = $user',
  ])('%s', async (text) => {
    expect(await scanned(ingest, text)).toEqual([])
  })
})

it('every reference between tables has an index, so that a deletion does not read the other table whole', async () => {
  const { rows } = await service.query(`
    select conrelid::regclass::text as table, conname
    from pg_constraint c
    where contype = 'f' and connamespace = 'public'::regnamespace and not exists (
      select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = any (c.conkey))`)
  expect(rows).toEqual([])
})

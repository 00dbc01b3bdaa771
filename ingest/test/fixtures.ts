/** Two people with one row in every table that belongs to somebody. */
import { randomUUID } from 'node:crypto'
import type pg from 'pg'

/** The statements that give a user a row in each table; `$user` and the other names stand for ids. */
const rows = {
  users: `insert into users (id, google_sub, email) values ($user, $user, $user || '@example.com')`,
  user_consents: `insert into user_consents (id, user_id, document, version) values ($consent, $user, 'terms', '1')`,
  sessions_revoked: `insert into sessions_revoked (id, user_id) values ($revocation, $user)`,
  audit_log: `insert into audit_log (id, actor_id, action, target) values ($entry, $user, 'sign_in', 'user')`,
  portfolios: `insert into portfolios (id, user_id, name) values ($portfolio, $user, 'mine')`,
  chats: `insert into chats (id, user_id, title) values ($chat, $user, 'secret')`,
  messages: `insert into messages (id, chat_id, user_id, role, status, content)
    values ($message, $chat, $user, 'user', 'done', 'secret')`,
  message_feedback: `insert into message_feedback (message_id, user_id, rating) values ($message, $user, 'up')`,
  turns: `insert into turns (id, chat_id, user_id, user_message_id, assistant_message_id, status)
    values ($turn, $chat, $user, $message, $message, 'done')`,
  risk_reviews: `insert into risk_reviews (id, turn_id, user_id, by, recommendation)
    values ($review, $turn, $user, 'risk', 'approve')`,
  signals: `insert into signals (id, user_id, turn_id, symbol, action, confidence, reasoning, price, venue, tick_at)
    values ($signal, $user, $turn, 'BTC', 'buy', 'low', 'secret', 1, 'binance', now())`,
  shadow_trades: `insert into shadow_trades
    (id, user_id, portfolio_id, symbol, side, quantity, entry_price, fee, venue, tick_at)
    values ($trade, $user, $portfolio, 'BTC', 'buy', 1, 100, 0, 'binance', now())`,
  shadow_closes: `insert into shadow_closes (id, user_id, trade_id, quantity, exit_price, fee, venue, tick_at)
    values ($close, $user, $trade, 1, 100, 0, 'binance', now())`,
  alert_rules: `insert into alert_rules (id, user_id, kind, symbol, threshold)
    values ($rule, $user, 'price_above', 'BTC', 1)`,
  rule_firings: `insert into rule_firings (id, key, rule_id, user_id, kind, symbol, threshold, price, venue, at, fence)
    values ($firing, $firing, $rule, $user, 'price_above', 'BTC', 1, 2, 'binance', now(), 1)`,
  push_subscriptions: `insert into push_subscriptions (id, user_id, endpoint, p256dh, auth)
    values ($subscription, $user, 'https://push.example/' || $user, 'k', 'a')`,
  deep_link_contexts: `insert into deep_link_contexts (id, user_id, cause_id, payload, expires_at)
    values ($context, $user, $context, '{}', now())`,
  notifications: `insert into notifications (id, user_id, kind, key, title, body)
    values ($notification, $user, 'test', 'k', 'secret', 'secret')`,
  parked_rows: `insert into parked_rows (id, user_id, chat_id, outbox_row, kind, subject_id, code)
    values ($parked, $user, $parked, 1, 'message', $message, '23503')`,
  deliveries: `insert into deliveries (id, channel, notification_id, subscription_id)
    values ($delivery, 'push', $notification, $subscription)`,
  announcements: `insert into announcements (id, kind) values ($announcement, 'market_event')`,
  digests: `insert into digests (id, slot, locale)
    values ($digest, now() + (random() * interval '100 years'), 'ko')`,
  used_tokens: `insert into used_tokens (jti, expires_at) values ($token, now())`,
}

export type OwnedTable = keyof typeof rows
const tables: OwnedTable[] = []
for (const name in rows) if (isTable(name)) tables.push(name)
export const ownedTables: readonly OwnedTable[] = tables

function isTable(name: string): name is OwnedTable {
  return name in rows
}

export type Ids = Readonly<Record<string, string>>

export function newIds(user: string = randomUUID()): Ids {
  const names = new Set(
    Object.values(rows).flatMap((row) => [...row.matchAll(/\$(\w+)/g)].map(([, name = '']) => name)),
  )
  return Object.fromEntries([...names].map((name) => [name, name === 'user' ? user : randomUUID()]))
}

/** The insertion with its ids written into it. */
export function insertion(table: OwnedTable, ids: Ids): string {
  return rows[table].replaceAll(/\$(\w+)/g, (_, name: string) => `'${ids[name]}'`)
}

/** Needs a superuser, whom no policy concerns. */
export async function addPerson(admin: pg.Client): Promise<Ids> {
  const ids = newIds()
  for (const table of ownedTables) await admin.query(insertion(table, ids))
  return ids
}

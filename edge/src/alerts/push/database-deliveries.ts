/** Deliveries in PostgreSQL: taking them, and what came of them. */

import type { Locale } from '@sage/db/vocabulary'
import { CoinSymbol, Direction, Locale as LocaleSchema } from '@sage/db/vocabulary'
import { sql } from 'drizzle-orm'
import * as z from 'zod'
import { NotificationKind, type PushPayload } from '../../contract/notification.ts'
import type { Database } from '../../db/index.ts'
import type { Claim, DeliverDeps, DeliveryRecord } from './deliver.ts'
import { digestTtlS, leaseMs, urgentTtlS } from './outcome.ts'
import { fitting } from './send.ts'

/** Sendings of one delivery of which nobody knows what came: after a second one it is left at that. */
const mostUnsure = 2

const Row = z.object({
  id: z.string(),
  status: z.enum(['queued', 'sent', 'gone', 'dead']),
  taken: z.boolean(),
  due_in_ms: z.coerce.number(),
  unsure: z.coerce.number(),
  attempts: z.coerce.number(),
  subscription_id: z.string(),
  endpoint: z.string(),
  p256dh: z.string(),
  auth: z.string(),
  notification_id: z.string(),
  kind: NotificationKind,
  symbol: z.enum(CoinSymbol.options).nullable(),
  direction: z.enum(Direction.options).nullable(),
  title: z.string(),
  body: z.string(),
  push: z.enum(['on', 'silent', 'off']),
  context_id: z.string().nullable(),
  at: z.string(),
  locale: LocaleSchema,
  unread: z.coerce.number(),
})
type Row = z.infer<typeof Row>

export function databaseDeliveries(db: Database, now: () => Date): Pick<DeliverDeps, 'take' | 'record'> {
  return {
    async take(deliveryIds) {
      if (deliveryIds.length === 0) return new Map()
      const { rows } = await db.execute(takeStatement(deliveryIds))
      const nowMs = now().getTime()
      return new Map(
        z
          .array(Row)
          .parse(rows)
          .map((row) => [row.id, claimOf(row, nowMs)]),
      )
    },
    async record(records) {
      await db.execute(recordStatement(records))
    },
  }
}

function takeStatement(ids: readonly string[]) {
  return sql`
    with taken as (
      update deliveries set due_at = now() + make_interval(secs => ${leaseMs / 1000}), unsure = unsure + 1,
        attempts = attempts + 1, updated_at = now()
      where id in (select (jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))::uuid)
        and channel = 'push' and status = 'queued' and due_at <= now() + interval '1 second' and unsure < ${mostUnsure}
      returning id
    ), settled as (
      update deliveries set status = 'sent', last_error = 'sent, but nobody saw the answer', updated_at = now()
      where id in (select (jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))::uuid)
        and channel = 'push' and status = 'queued' and due_at <= now() + interval '1 second' and unsure >= ${mostUnsure}
      returning id
    )
    select d.id, case when settled.id is null then d.status else 'sent' end as status, taken.id is not null as taken,
      (extract(epoch from d.due_at - now()) * 1000)::bigint as due_in_ms, d.unsure, d.attempts, s.id as subscription_id,
      s.endpoint, s.p256dh, s.auth, n.id as notification_id, n.kind, n.symbol, n.direction, n.title, n.body, n.push,
      n.context_id, to_char(n.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, u.locale,
      (select count(*) from notifications o where o.user_id = u.id and o.read_at is null and o.in_app = 'on') as unread
    from deliveries d
      join push_subscriptions s on s.id = d.subscription_id
      join notifications n on n.id = d.notification_id
      join users u on u.id = n.user_id
      left join taken on taken.id = d.id
      left join settled on settled.id = d.id
    where d.id in (select (jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))::uuid)`
}

function claimOf(row: Row, nowMs: number): Claim {
  if (row.status !== 'queued') return { status: 'over' }
  if (!row.taken) return { status: 'later', inMs: Math.max(1000, row.due_in_ms) }
  const ttlS = row.kind === 'digest' ? digestTtlS : urgentTtlS
  const ageS = Math.floor((nowMs - Date.parse(row.at)) / 1000)
  const silent = row.push === 'silent'
  return {
    status: 'taken',
    // The row is as it was before it was taken.
    tries: row.attempts + 1,
    subscriptionId: row.subscription_id,
    target: { endpoint: row.endpoint, p256dh: row.p256dh, auth: row.auth },
    message: {
      payload: fitting(payloadOf(row, row.locale, silent)),
      ttlS: Math.min(ttlS, ttlS - ageS),
      urgency: silent ? 'low' : row.kind === 'digest' ? 'normal' : 'high',
      topic: row.notification_id.replaceAll('-', ''),
    },
  }
}

function payloadOf(row: Row, locale: Locale, silent: boolean): PushPayload {
  return {
    notificationId: row.notification_id,
    kind: row.kind,
    ...(row.symbol === null ? {} : { symbol: row.symbol }),
    ...(row.direction === null ? {} : { direction: row.direction }),
    title: row.title,
    body: row.body,
    tag: row.notification_id,
    url: row.context_id === null ? '/notifications' : `/chat/new?context=${row.context_id}`,
    badge: row.unread,
    silent,
    locale,
    at: row.at,
  }
}

/** One statement for the batch: deliveries, what is known of the devices, and the end of those that are gone. */
function recordStatement(records: readonly DeliveryRecord[]) {
  const rows = records.map(({ deliveryId, subscriptionId, outcome, verdict }) => ({
    id: deliveryId,
    subscription: subscriptionId,
    gone: outcome.status === 'gone',
    sent: outcome.status === 'sent',
    failed: outcome.status === 'failed' || outcome.status === 'refused',
    status: verdict?.record.status ?? 'gone',
    error: verdict?.record.error ?? null,
    delay_s: (verdict?.record.delayMs ?? 0) / 1000,
  }))
  return sql`
    with r as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, subscription uuid, gone boolean,
        sent boolean, failed boolean, status text, error text, delay_s double precision)
    ), recorded as (
      update deliveries d set status = r.status, unsure = greatest(d.unsure - 1, 0), last_error = r.error,
        due_at = now() + make_interval(secs => r.delay_s), updated_at = now()
      from r where d.id = r.id and not r.gone
      returning d.id
    ), heard as (
      update push_subscriptions s set last_success_at = case when r.sent then now() else s.last_success_at end,
        failures = case when r.sent then 0 when r.failed then s.failures + 1 else s.failures end
      from (select subscription, bool_or(sent) as sent, bool_or(failed) as failed, bool_or(gone) as gone
            from r group by subscription) r
      where s.id = r.subscription and not r.gone
      returning s.id
    ), ended as (
      delete from push_subscriptions where id in (select subscription from r where gone) returning id
    )
    select (select count(*) from recorded) as recorded, (select count(*) from heard) as heard,
      (select count(*) from ended) as ended`
}

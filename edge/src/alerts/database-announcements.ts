/** The telling of a cause, in PostgreSQL. Everything here is the edge's own act. */
import { and, eq, isNotNull, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { AlertCause } from '../contract/alert.ts'
import { defaultChoices } from '../contract/notification-choices.ts'
import { type Database, schema } from '../db/index.ts'
import { type AnnounceDeps, type Chunk, chunkSize } from './announce.ts'
import { causeAt, causeId, directionOf, linkLifetimeMs, symbolOf } from './cause.ts'
import { localTimes } from './choices.ts'
import { digestTitle, type Words, wordsOf } from './words.ts'

const { announcements, users } = schema

/** A digest that is written: what it says in each language, and for which time zones it is the morning. */
export interface DigestAudience {
  readonly zones: readonly string[]
  readonly locale: 'ko' | 'en'
  readonly text: string
  readonly localDate: string
}

type Telling = Pick<AnnounceDeps, 'begin' | 'tell' | 'advance'>

const ChunkRow = z.object({
  last: z.string().nullable(),
  considered: z.coerce.number(),
  notifications: z.coerce.number(),
  deliveries: z
    .array(z.string())
    .nullable()
    .transform((ids) => ids ?? []),
})

export function databaseAnnouncements(db: Database, now: () => Date, digest?: DigestAudience): Telling {
  let clock: Promise<Readonly<Record<string, string>>> | undefined
  return {
    async begin(cause) {
      const [row] = await db
        .insert(announcements)
        .values({ id: causeId(cause), kind: kindOf(cause) })
        // What was there is returned only where it is touched.
        .onConflictDoUpdate({ target: announcements.id, set: { kind: kindOf(cause) } })
        .returning()
      if (!row) throw new Error('an announcement was not made')
      return { cursor: row.cursor, completed: row.completedAt !== null, begunAt: row.createdAt }
    },

    async tell(cause, cursor): Promise<Chunk> {
      // Good for all chunks: a telling takes seconds.
      clock ??= quietClock(db, cause, now())
      const { rows } = await db.execute(statement(cause, cursor, await clock, now(), digest))
      return ChunkRow.parse(rows[0])
    },

    async advance(cause, { cursor, completed, added }) {
      await db
        .update(announcements)
        .set({
          cursor,
          ...(completed ? { completedAt: now() } : {}),
          ...(added > 0
            ? { repairedNotifications: sql`${announcements.repairedNotifications} + ${added}` }
            : {}),
        })
        .where(eq(announcements.id, causeId(cause)))
    },
  }
}

function kindOf(cause: AlertCause): 'market_event' | 'alert_rule' | 'digest' {
  return cause.type === 'rule_fired' ? 'alert_rule' : cause.type
}

/** What time it is where people sleep, by the names of their time zones. */
async function quietClock(
  db: Database,
  cause: AlertCause,
  at: Date,
): Promise<Readonly<Record<string, string>>> {
  const rows = await db
    .selectDistinct({ zone: users.timeZone })
    .from(users)
    .where(
      and(
        isNotNull(users.quietFrom),
        cause.type === 'rule_fired' ? eq(users.id, cause.firing.userId) : undefined,
      ),
    )
  return localTimes(
    at,
    rows.map(({ zone }) => zone),
  )
}

/** A user's level for a channel, as he chose or as the contract's default says. */
function level(kind: ReturnType<typeof kindOf>, channel: 'app' | 'push'): SQL {
  return sql`coalesce(u.notification_choices -> ${kind}::text ->> ${channel}::text, ${defaultChoices[kind][channel]})`
}

/** Whom the cause concerns, apart from what he chose. */
function audience(cause: AlertCause, digest: DigestAudience | undefined): SQL {
  switch (cause.type) {
    case 'rule_fired':
      return sql`u.id = ${cause.firing.userId}::uuid`
    case 'digest':
      return digest === undefined
        ? sql`false`
        : sql`u.locale = ${digest.locale} and u.time_zone in (select jsonb_array_elements_text(${JSON.stringify(digest.zones)}::jsonb))`
    case 'market_event': {
      const symbol = cause.event.symbol
      if (symbol === undefined) return sql`true`
      return sql`(${symbol}::text = any(u.followed_coins) or exists (
        select from shadow_trades t where t.user_id = u.id and t.symbol = ${symbol} and t.side = 'buy' and t.quantity >
          coalesce((select sum(c.quantity) from shadow_closes c where c.trade_id = t.id), 0)))`
    }
  }
}

function textsOf(
  cause: AlertCause,
  digest: DigestAudience | undefined,
): Readonly<Record<'ko' | 'en', Words>> {
  if (cause.type !== 'digest') return { ko: wordsOf(cause, 'ko'), en: wordsOf(cause, 'en') }
  const body = digest?.text ?? ''
  return { ko: { title: digestTitle('ko'), body }, en: { title: digestTitle('en'), body } }
}

/** One statement, so that a user has either all of it or nothing. */
function statement(
  cause: AlertCause,
  cursor: string | null,
  clock: Readonly<Record<string, string>>,
  at: Date,
  digest: DigestAudience | undefined,
): SQL {
  const kind = kindOf(cause)
  const { ko, en } = textsOf(cause, digest)
  const id = causeId(cause)
  const key = digest === undefined ? id : `digest:${digest.localDate}`
  const eventId = cause.type === 'market_event' ? cause.event.id : null
  const ruleId = cause.type === 'rule_fired' ? cause.firing.ruleId : null
  const expiresAt = new Date(at.getTime() + linkLifetimeMs).toISOString()
  const local = sql`(${JSON.stringify(clock)}::jsonb ->> u.time_zone)::time`
  return sql`
    with chunk as (
      select u.id, u.locale, ${level(kind, 'app')} as in_app,
        case when ${local} is not null and u.quiet_from is not null and case when u.quiet_from < u.quiet_to
            then ${local} >= u.quiet_from and ${local} < u.quiet_to
            else ${local} >= u.quiet_from or ${local} < u.quiet_to end
          then 'off' else ${level(kind, 'push')} end as push
      from users u
      where (${cursor}::uuid is null or u.id > ${cursor}::uuid) and not u.disabled and ${audience(cause, digest)}
        and (${level(kind, 'app')} <> 'off' or ${level(kind, 'push')} <> 'off')
      order by u.id limit ${chunkSize}
    ), known as (
      select c.id, c.user_id from deep_link_contexts c join chunk on chunk.id = c.user_id
      where c.cause_id = ${id}::uuid
    ), made as (
      insert into deep_link_contexts (user_id, cause_id, event_id, payload, expires_at)
      select chunk.id, ${id}::uuid, ${eventId}::uuid, ${JSON.stringify(cause)}::jsonb, ${expiresAt}::timestamptz
      from chunk
      on conflict (user_id, cause_id) do nothing
      returning id, user_id
    ), told as (
      insert into notifications (user_id, kind, key, event_id, rule_id, context_id, title, body, symbol, direction,
        in_app, push, at, read_at)
      select chunk.id, ${kind}, ${key}, ${eventId}::uuid, (select id from alert_rules where id = ${ruleId}::uuid),
        coalesce(made.id, known.id),
        case chunk.locale when 'ko' then ${ko.title} else ${en.title} end,
        case chunk.locale when 'ko' then ${ko.body} else ${en.body} end,
        ${symbolOf(cause) ?? null}, ${directionOf(cause) ?? null}, chunk.in_app, chunk.push,
        ${causeAt(cause)}::timestamptz,
        -- What is not in the list cannot be read there.
        case chunk.in_app when 'off' then now() end
      from chunk left join made on made.user_id = chunk.id left join known on known.user_id = chunk.id
      on conflict (user_id, key) do nothing
      returning id, user_id, push
    ), sent as (
      insert into deliveries (channel, notification_id, subscription_id)
      select 'push', told.id, s.id from told join push_subscriptions s on s.user_id = told.user_id
      where told.push <> 'off'
      returning id
    )
    select (select max(id::text) from chunk) as last, (select count(*) from chunk) as considered,
      (select count(*) from told) as notifications, (select json_agg(id) from sent) as deliveries`
}

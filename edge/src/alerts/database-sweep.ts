/** What a sweep finds in PostgreSQL. Two sweeps at once find each thing once. */
import { sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Database } from '../db/index.ts'
import type { SweepDeps } from './sweep.ts'

/** A telling that began so recently is somebody's work, not a remainder. */
const underWayS = 20
/** A message waits in the queue for no longer than this, beyond the time that its delivery is due. */
const queuePatienceS = 90
/** Sent out again in one sweep; the next one is a minute away. */
const mostLost = 5_000

const Ids = z.array(z.object({ id: z.string() }))
const idsOf = (rows: unknown): readonly string[] => Ids.parse(rows).map(({ id }) => id)

export function databaseSweep(db: Database): Pick<SweepDeps, 'incomplete' | 'takeLost' | 'openPosts'> {
  return {
    async incomplete(ids) {
      const { rows } = await db.execute(sql`
        select wanted.id from (
          select (jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))::uuid as id
        ) wanted left join announcements a on a.id = wanted.id
        where a.id is null
          or (a.completed_at is null and a.created_at < now() - make_interval(secs => ${underWayS}))`)
      return new Set(idsOf(rows))
    },

    async takeLost() {
      const { rows } = await db.execute(sql`
        with lost as (
          select id from deliveries
          where channel = 'push' and status = 'queued' and due_at < now() - make_interval(secs => ${queuePatienceS})
          order by due_at limit ${mostLost}
          for update skip locked
        ), taken as (
          update deliveries d set due_at = now(), updated_at = now() from lost where d.id = lost.id
          returning d.id, d.notification_id
        ), counted as (
          update announcements a set repaired_deliveries = a.repaired_deliveries + n.count
          from (
            select c.cause_id, count(*)::integer as count from taken
              join notifications t on t.id = taken.notification_id
              join deep_link_contexts c on c.id = t.context_id
            group by c.cause_id
          ) n where a.id = n.cause_id
          returning a.id
        )
        select id from taken`)
      return idsOf(rows)
    },

    async openPosts() {
      const { rows } = await db.execute(sql`
        select event_id as id from deliveries
        where channel = 'discord' and status = 'queued' and due_at < now() - make_interval(secs => 30)
        order by created_at limit 100`)
      return idsOf(rows)
    },
  }
}

/** Forgets what has served its time. */
export async function forgetOld(db: Database): Promise<void> {
  await db.execute(sql`delete from used_tokens where expires_at < now()`)
  await db.execute(sql`
    delete from deliveries where id in (
      select id from deliveries where status in ('sent', 'gone') and updated_at < now() - interval '30 days' limit 5000)`)
}

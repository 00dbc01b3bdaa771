import { sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Database } from '../../db/index.ts'
import type { TurnFigures, WatchDeps } from './readings.ts'

const Turns = z.object({
  turns: z.coerce.number(),
  failed: z.coerce.number(),
  p95: z.coerce.number().nullable(),
})
const Count = z.object({ n: z.coerce.number() })

/** Failures that are the reader's own, or the budget's, say nothing of how Sage works. */
const notOurs = ['budget_spent', 'refused', 'too_long']

export function databaseFigures(db: Database): Pick<WatchDeps, 'turnFigures' | 'overdue'> {
  return {
    async turnFigures(): Promise<TurnFigures> {
      const { rows } = await db.execute(sql`
        select count(*) as turns,
          count(*) filter (where status = 'failed' and failure_code not in (
            select jsonb_array_elements_text(${JSON.stringify(notOurs)}::jsonb))) as failed,
          percentile_cont(0.95) within group (order by (timings ->> 'firstWordMs')::double precision) as p95
        from turns where created_at > now() - interval '15 minutes'`)
      const { turns, failed, p95 } = Turns.parse(rows[0])
      return { turns, failed, firstWordP95Ms: p95 ?? undefined }
    },

    async overdue() {
      const { rows } = await db.execute(sql`
        select count(*) as n from deliveries
        where status = 'queued' and due_at < now() - interval '1 minute'`)
      return Count.parse(rows[0]).n
    },
  }
}

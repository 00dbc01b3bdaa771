/** The administrator's figures that are more than rows. */
import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { AdminReviewDay, type AdminTurnSummary } from '../contract/admin.ts'
import { type Database, schema } from '../db/index.ts'

/** Kinds of issues that mean the mentor said what no fact says: of the gate, and of Risk. */
const inventedKinds = ['ungrounded_figure', 'unknown_reference']
const contradictedKinds = ['contradicts_facts', 'wrong_coin']

/** Columns beside a user: how much was asked and spent in the last 30 days. */
export const usageOfUser = {
  turns: sql<number>`(select count(*)::int from turns t where t.user_id = ${schema.users.id}
    and t.created_at > now() - interval '30 days')`.as('turns'),
  costUsd:
    sql<string>`(select coalesce(sum(t.cost_usd), 0)::text from turns t where t.user_id = ${schema.users.id}
    and t.created_at > now() - interval '30 days')`.as('cost_usd'),
}

const Percentiles = z.tuple([z.number(), z.number()]).nullable()
const Summary = z.object({
  turns: z.number(),
  failed: z.number(),
  cost_usd: z.string(),
  first_word: Percentiles,
  total: Percentiles,
})

/** The last 24 hours. */
export async function turnSummary(db: Database): Promise<AdminTurnSummary> {
  const { rows } = await db.execute(sql`
    select count(*)::int as turns, count(*) filter (where status = 'failed')::int as failed,
      coalesce(sum(cost_usd), 0)::text as cost_usd,
      ${percentiles('firstWordMs')} as first_word, ${percentiles('totalMs')} as total
    from turns where created_at > now() - interval '24 hours'`)
  const { turns, failed, cost_usd: costUsd, first_word: firstWord, total } = Summary.parse(rows[0])
  return { turns, failed, costUsd, firstWordMs: named(firstWord), totalMs: named(total) }
}

function percentiles(timing: 'firstWordMs' | 'totalMs'): SQL {
  return sql`to_json(percentile_cont(array[0.5, 0.95]) within group
    (order by (timings->>${timing}::text)::double precision))`
}

function named(pair: z.infer<typeof Percentiles>): AdminTurnSummary['totalMs'] {
  return pair && { p50: Math.round(pair[0]), p95: Math.round(pair[1]) }
}

/** The last `days` days with reviews in them, oldest first. */
export async function reviewDays(db: Database, days: number): Promise<AdminReviewDay[]> {
  const invented = sql`(by = 'gate' and ${hasKind(inventedKinds)})`
  const contradicted = sql`(by = 'risk' and ${hasKind(contradictedKinds)})`
  const turnsWith = (condition: SQL) => sql`(count(distinct turn_id) filter (where ${condition}))::int`
  const { rows } = await db.execute(sql`
    select to_char(created_at at time zone 'UTC', 'YYYY-MM-DD') as day,
      count(distinct turn_id)::int as reviewed,
      ${turnsWith(invented)} as invented,
      ${turnsWith(contradicted)} as contradicted,
      ${turnsWith(sql`${invented} or ${contradicted}`)} as hallucinated,
      ${turnsWith(sql`by = 'risk' and recommendation = 'revise'`)} as revised,
      ${turnsWith(sql`by = 'risk' and recommendation = 'reject'`)} as rejected
    from risk_reviews
    where created_at > now() - ${`${days} days`}::interval
    group by 1 order by 1`)
  return z.array(AdminReviewDay).parse(rows)
}

function hasKind(kinds: readonly string[]): SQL {
  return sql`exists (select 1 from jsonb_array_elements(issues) i where i->>'kind' in (${sql.join(
    kinds.map((kind) => sql`${kind}::text`),
    sql`, `,
  )}))`
}

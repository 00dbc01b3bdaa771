/** A user's own rules, with his own rights. Ingest alone evaluates them. */
import { desc, eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import { type AlertRule, mostAlertRules } from '../contract/alert.ts'
import { type Database, schema, stored } from '../db/index.ts'
import type { IngestClient } from '../market/ingest-client.ts'
import type { RuleBook } from './services.ts'

const { alertRules } = schema

const Made = z.array(z.object({ id: z.string() }))

export function databaseRuleBook(
  userId: string,
  db: Database,
  ingest: Pick<IngestClient, 'previewRule'>,
): RuleBook {
  return {
    list: () =>
      stored(
        db
          .select()
          .from(alertRules)
          .where(eq(alertRules.userId, userId))
          .orderBy(desc(alertRules.id))
          .then((rows) => rows.map(toRule)),
      ),

    add: (rule) =>
      stored(
        (async () => {
          const [count] = await db
            .select({ n: sql<number>`count(*)::integer` })
            .from(alertRules)
            .where(eq(alertRules.userId, userId))
          if ((count?.n ?? 0) >= mostAlertRules) return 'too_many' as const
          const { kind, symbol, threshold, once, cooldownMinutes } = rule
          // Drizzle's own insertion names every column, and a user may write only some.
          const { rows } = await db.execute(sql`
            insert into alert_rules (user_id, kind, symbol, threshold, once, cooldown_minutes)
            values (${userId}, ${kind}, ${symbol ?? null}, ${threshold}, ${once}, ${cooldownMinutes})
            returning id`)
          const [made] = Made.parse(rows)
          const [row] = await db
            .select()
            .from(alertRules)
            .where(eq(alertRules.id, made?.id ?? ''))
          if (!row) throw new Error('PostgreSQL returned no row for an insert')
          return toRule(row)
        })(),
      ),

    change: (id, change) =>
      stored(
        (async () => {
          const [row] =
            Object.keys(change).length === 0
              ? await db.select().from(alertRules).where(eq(alertRules.id, id))
              : await db.update(alertRules).set(change).where(eq(alertRules.id, id)).returning()
          return row && toRule(row)
        })(),
      ),

    remove: (id) =>
      stored(
        db
          .delete(alertRules)
          .where(eq(alertRules.id, id))
          .returning({ id: alertRules.id })
          .then((rows) => rows.length > 0),
      ),

    preview: (rule) => ingest.previewRule(userId, rule),
  }
}

function toRule(row: typeof alertRules.$inferSelect): AlertRule {
  const { id, kind, symbol, threshold, enabled, once, cooldownMinutes } = row
  return {
    id,
    kind,
    ...(symbol === null ? {} : { symbol }),
    threshold,
    enabled,
    once,
    cooldownMinutes,
    lastFiredAt: row.lastFiredAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

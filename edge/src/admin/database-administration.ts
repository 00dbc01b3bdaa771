/** The administrator's view of PostgreSQL, with the edge's own rights. */
import { and, desc, eq, gt, ilike, inArray, like, lt, not, or, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import * as z from 'zod'
import { AdminCall, type AdminReview, type AdminTurn, type AdminUser } from '../contract/admin.ts'
import { Timings } from '../contract/turn-event.ts'
import { type Database, schema, stored } from '../db/index.ts'
import type { Administration, PageRequest } from './administration.ts'
import { reviewDays, turnSummary, usageOfUser } from './figures.ts'

const { auditLog, deliveries, incidents, riskReviews, turns, users } = schema

const newestIncidents = 50

export function databaseAdministration(db: Database): Administration {
  return {
    turns: ({ status, userId, ...page }) =>
      stored(
        (async () => {
          const found = db
            .select()
            .from(turns)
            .where(
              and(
                before(turns.id, page),
                status === undefined ? undefined : eq(turns.status, status),
                userId === undefined ? undefined : eq(turns.userId, userId),
              ),
            )
            .orderBy(desc(turns.id))
            .limit(page.limit)
          const isFirst = page.cursor === undefined
          const [rows, summary] = await Promise.all([found, isFirst ? turnSummary(db) : undefined])
          return {
            turns: rows.map(toTurn),
            nextCursor: nextOf(rows, page),
            ...(summary && { summary }),
          }
        })(),
      ),

    reviews: ({ days, ...page }) =>
      stored(
        (async () => {
          const found = db
            .select()
            .from(riskReviews)
            .where(before(riskReviews.id, page))
            .orderBy(desc(riskReviews.id))
            .limit(page.limit)
          const isFirst = page.cursor === undefined
          const [rows, perDay] = await Promise.all([found, isFirst ? reviewDays(db, days) : undefined])
          return {
            reviews: rows.map(toReview),
            nextCursor: nextOf(rows, page),
            ...(perDay && { days: perDay }),
          }
        })(),
      ),

    incidents: () =>
      stored(
        (async () => {
          const rows = await db
            .select()
            .from(incidents)
            .orderBy(desc(incidents.startedAt))
            .limit(newestIncidents)
          return rows.map(({ id, component, summary, startedAt, endedAt }) => ({
            id,
            component,
            summary,
            startedAt: startedAt.toISOString(),
            endedAt: endedAt?.toISOString() ?? null,
          }))
        })(),
      ),

    users: ({ q, ...page }) =>
      stored(
        (async () => {
          const rows = await db
            .select({ user: users, ...usageOfUser })
            .from(users)
            .where(and(before(users.id, page), q === undefined ? undefined : named(q)))
            .orderBy(desc(users.id))
            .limit(page.limit)
          return {
            users: rows.map(toUser),
            nextCursor: nextOf(
              rows.map(({ user }) => user),
              page,
            ),
          }
        })(),
      ),

    setDisabled: (userId, disabled) =>
      stored(
        (async () => {
          await db.update(users).set({ disabled, updatedAt: sql`now()` }).where(eq(users.id, userId))
          const [row] = await db
            .select({ user: users, ...usageOfUser })
            .from(users)
            .where(eq(users.id, userId))
          return row && toUser(row)
        })(),
      ),

    deliveries: (page) =>
      stored(
        (async () => {
          const failed = or(
            eq(deliveries.status, 'dead'),
            and(eq(deliveries.status, 'queued'), gt(deliveries.attempts, 0)),
          )
          const rows = await db
            .select()
            .from(deliveries)
            .where(and(inArray(deliveries.status, ['queued', 'dead']), failed, before(deliveries.id, page)))
            .orderBy(desc(deliveries.id))
            .limit(page.limit)
          return {
            deliveries: rows.map((row) => ({
              id: row.id,
              channel: row.channel,
              status: row.status === 'dead' ? ('dead' as const) : ('queued' as const),
              attempts: row.attempts,
              lastError: row.lastError,
              eventId: row.eventId,
              createdAt: row.createdAt.toISOString(),
              updatedAt: row.updatedAt.toISOString(),
            })),
            nextCursor: nextOf(rows, page),
          }
        })(),
      ),

    auditLog: ({ changes, ...page }) =>
      stored(
        (async () => {
          const rows = await db
            .select({ entry: auditLog, email: users.email })
            .from(auditLog)
            .leftJoin(users, eq(users.id, auditLog.actorId))
            .where(and(before(auditLog.id, page), changes ? not(like(auditLog.action, 'GET %')) : undefined))
            .orderBy(desc(auditLog.id))
            .limit(page.limit)
          return {
            entries: rows.map(({ entry, email }) => ({
              id: entry.id,
              actorId: entry.actorId,
              actorEmail: email,
              action: entry.action,
              target: entry.target,
              detail: Detail.parse(entry.detail),
              at: entry.createdAt.toISOString(),
            })),
            nextCursor: nextOf(
              rows.map(({ entry }) => entry),
              page,
            ),
          }
        })(),
      ),

    record: (entry) =>
      stored(
        (async () => {
          await db.insert(auditLog).values(entry)
        })(),
      ),
  }
}

const Detail = z.record(z.string(), z.unknown()).catch({})
const Calls = z.array(AdminCall).catch([])
const Issues = z.array(z.object({ kind: z.string(), detail: z.string() })).catch([])

/** Ids carry their time, so that a page by id is a page by time. */
function before(column: AnyPgColumn, { cursor }: PageRequest) {
  return cursor === undefined ? undefined : lt(column, cursor)
}

function nextOf(rows: readonly { readonly id: string }[], { limit }: PageRequest): string | null {
  return rows.length < limit ? null : (rows.at(-1)?.id ?? null)
}

function named(q: string) {
  const pattern = `${q.replace(/[\\%_]/g, '\\$&')}%`
  return z.uuid().safeParse(q).success ? eq(users.id, q) : ilike(users.email, pattern)
}

function toTurn(row: typeof turns.$inferSelect): AdminTurn {
  const timings = Timings.safeParse(row.timings)
  return {
    id: row.id,
    userId: row.userId,
    status: row.status,
    intent: row.intent,
    failureCode: row.failureCode,
    at: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    inputTokens: row.inputTokens,
    outputTokens: row.outputTokens,
    costUsd: row.costUsd,
    ...(timings.success && { timings: timings.data }),
    calls: Calls.parse(row.calls),
  }
}

function toReview(row: typeof riskReviews.$inferSelect): AdminReview {
  return {
    id: row.id,
    turnId: row.turnId,
    by: row.by,
    recommendation: row.recommendation,
    issues: Issues.parse(row.issues).map(({ kind, detail }) =>
      row.by === 'gate' ? { kind, span: detail } : { kind },
    ),
    at: row.createdAt.toISOString(),
  }
}

interface UserRow {
  readonly user: typeof users.$inferSelect
  readonly turns: number
  readonly costUsd: string
}

function toUser({ user, turns: count, costUsd }: UserRow): AdminUser {
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    role: user.role,
    locale: user.locale,
    disabled: user.disabled,
    createdAt: user.createdAt.toISOString(),
    lastSignInAt: user.lastSignInAt?.toISOString() ?? null,
    turns: count,
    costUsd,
  }
}

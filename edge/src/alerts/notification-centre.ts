/** What a user was told, read and marked with his own rights. */
import { and, desc, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Notification } from '../contract/notification.ts'
import { type Database, schema, stored } from '../db/index.ts'
import type { NotificationCentre } from './services.ts'

const { notifications } = schema

export function databaseNotifications(userId: string, db: Database, now: () => Date): NotificationCentre {
  const own = eq(notifications.userId, userId)

  async function unread(): Promise<number> {
    const [row] = await db
      .select({ n: sql<number>`count(*)::integer` })
      .from(notifications)
      .where(and(own, isNull(notifications.readAt), eq(notifications.inApp, 'on')))
    return row?.n ?? 0
  }

  return {
    page: ({ cursor, limit }) =>
      stored(
        (async () => {
          const after =
            cursor === undefined
              ? undefined
              : sql`(${notifications.createdAt}, ${notifications.id}) < (select n.created_at, n.id from ${notifications} n where n.id = ${cursor}::uuid)`
          const [rows, count] = await Promise.all([
            db
              .select()
              .from(notifications)
              .where(and(own, ne(notifications.inApp, 'off'), after))
              .orderBy(desc(notifications.createdAt), desc(notifications.id))
              .limit(limit + 1),
            unread(),
          ])
          const page = rows.slice(0, limit)
          return {
            notifications: page.map(toNotification),
            unread: count,
            nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
          }
        })(),
      ),

    read: (id) =>
      stored(
        (async () => {
          const [row] = await db
            .update(notifications)
            .set({ readAt: sql`coalesce(${notifications.readAt}, ${now().toISOString()}::timestamptz)` })
            .where(and(own, eq(notifications.id, id)))
            .returning({ id: notifications.id })
          return row === undefined ? undefined : unread()
        })(),
      ),

    readAll: () =>
      stored(
        (async () => {
          await db
            .update(notifications)
            .set({ readAt: now() })
            .where(and(own, isNull(notifications.readAt)))
          return unread()
        })(),
      ),
  }
}

function toNotification(row: typeof notifications.$inferSelect): Notification {
  const { id, kind, symbol, direction, title, body, contextId } = row
  return {
    id,
    kind,
    ...(symbol === null ? {} : { symbol }),
    ...(direction === null ? {} : { direction }),
    title,
    body,
    contextId,
    silent: row.inApp === 'silent',
    at: row.at.toISOString(),
    readAt: row.readAt?.toISOString() ?? null,
  }
}

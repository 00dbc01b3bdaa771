/** Parked outbox rows of all chats, for administrators. */
import { desc, eq, lt } from 'drizzle-orm'
import type { ParkedRow } from '../contract/parked-row.ts'
import { type Database, schema, stored } from '../db/index.ts'
import type { ParkedRowSource } from '../services.ts'

const { parkedRows } = schema

/** `asService` has the edge's own rights: no user's token reaches this table. */
export function databaseParkedRows(asService: Database): ParkedRowSource {
  return {
    page: ({ cursor, limit }) =>
      stored(
        (async () => {
          const rows = await asService
            .select()
            .from(parkedRows)
            .where(cursor === undefined ? undefined : lt(parkedRows.id, cursor))
            .orderBy(desc(parkedRows.id))
            .limit(limit + 1)
          const page = rows.slice(0, limit).map(toParkedRow)
          return { parkedRows: page, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null }
        })(),
      ),

    find: (id) =>
      stored(
        (async () => {
          const [row] = await asService.select().from(parkedRows).where(eq(parkedRows.id, id))
          return row && { userId: row.userId, chatId: row.chatId, outboxRow: row.outboxRow }
        })(),
      ),

    forget: (id) =>
      stored(
        (async () => {
          await asService.delete(parkedRows).where(eq(parkedRows.id, id))
        })(),
      ),
  }
}

function toParkedRow({ outboxRow: _, parkedAt, ...row }: typeof parkedRows.$inferSelect): ParkedRow {
  return { ...row, parkedAt: parkedAt.toISOString() }
}

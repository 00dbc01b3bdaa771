/** A user's chats as PostgreSQL has them, read with his own rights. */
import { and, desc, eq, ilike, or, sql } from 'drizzle-orm'
import { type Database, schema, stored } from '../db/index.ts'
import { ApiError } from '../errors.ts'
import type { ChatList } from '../services.ts'
import { toChat } from './database-archive.ts'

const { chats, messages } = schema

const foundAtMost = 50

/** `asOwner` makes a client with the rights of one user. */
export function databaseChatList(asOwner: (userId: string) => Database): ChatList {
  return {
    list: (userId, { cursor, limit }) =>
      stored(
        (async () => {
          const after = cursor === undefined ? undefined : parseCursor(cursor)
          const rows = await asOwner(userId)
            .select()
            .from(chats)
            .where(
              and(
                eq(chats.userId, userId),
                after &&
                  sql`(${chats.updatedAt}, ${chats.id}) < (${after.at}::timestamptz, ${after.id}::uuid)`,
              ),
            )
            .orderBy(desc(chats.updatedAt), desc(chats.id))
            .limit(limit + 1)
          const page = rows.slice(0, limit).map(toChat)
          const last = rows.length > limit ? page.at(-1) : undefined
          return { chats: page, nextCursor: last ? `${last.updatedAt}_${last.id}` : null }
        })(),
      ),

    search: (userId, query) =>
      stored(
        (async () => {
          const db = asOwner(userId)
          const pattern = `%${query.replace(/[\\%_]/g, '\\$&')}%`
          const said = db
            .select({ id: messages.chatId })
            .from(messages)
            .where(and(eq(messages.userId, userId), ilike(messages.content, pattern)))
          const rows = await db
            .select()
            .from(chats)
            .where(
              and(eq(chats.userId, userId), or(ilike(chats.title, pattern), sql`${chats.id} in ${said}`)),
            )
            .orderBy(desc(chats.updatedAt), desc(chats.id))
            .limit(foundAtMost)
          return rows.map(toChat)
        })(),
      ),
  }
}

const cursorShape = /^(\d{4}-\d\d-\d\dT[\d:.]{8,12}Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

function parseCursor(cursor: string): { readonly at: string; readonly id: string } {
  const [, at, id] = cursorShape.exec(cursor) ?? []
  if (at === undefined || id === undefined || Number.isNaN(Date.parse(at))) {
    throw new ApiError('bad_request', { message: 'The cursor is malformed.' })
  }
  return { at, id }
}

import { sql } from 'drizzle-orm'
import { index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant, serviceRows } from './columns.ts'
import { users } from './users.ts'

/** A session that a cookie may still name: one of them, or (without `sessionId`) all begun before `createdAt`. */
export const sessionsRevoked = pgTable(
  'sessions_revoked',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    sessionId: text('session_id'),
    createdAt: createdAt(),
    /** When the last cookie it concerns has expired by itself. */
    expiresAt: instant('expires_at').notNull().default(sql`now() + interval '30 days'`),
  },
  (table) => [
    unique('sessions_revoked_once').on(table.userId, table.sessionId),
    index('sessions_revoked_expiry').on(table.expiresAt),
    serviceRows('sessions_revoked'),
  ],
)

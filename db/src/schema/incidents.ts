import { sql } from 'drizzle-orm'
import { index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.ts'

/** A part that was down or degraded, for the status page; at most one is open per component. */
export const incidents = pgTable(
  'incidents',
  {
    id: id(),
    component: text('component').notNull(),
    summary: text('summary').notNull(),
    detail: jsonb('detail').notNull().default({}),
    startedAt: instant('started_at').notNull().defaultNow(),
    endedAt: instant('ended_at'),
  },
  (table) => [
    index('incidents_newest').on(table.startedAt),
    uniqueIndex('incidents_open').on(table.component).where(sql`${table.endedAt} is null`),
  ],
)

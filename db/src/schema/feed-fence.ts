import { sql } from 'drizzle-orm'
import { bigint, boolean, check, pgTable } from 'drizzle-orm/pg-core'

/** One row: the highest fencing number that has written. A leader with a lower one has been replaced. */
export const feedFence = pgTable(
  'feed_fence',
  {
    singleton: boolean('singleton').primaryKey().default(true),
    fence: bigint('fence', { mode: 'number' }).notNull(),
  },
  (table) => [check('feed_fence_only', sql`${table.singleton}`)],
)

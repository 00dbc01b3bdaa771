import { index, jsonb, pgTable, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant, ownedRows } from './columns.ts'
import { marketEvents } from './market-events.ts'
import { users } from './users.ts'

/** What `/chat/new?context=<id>` opens: the event and the mentor's analysis of it, prepared for one user. */
export const deepLinkContexts = pgTable(
  'deep_link_contexts',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    eventId: uuid('event_id').references(() => marketEvents.id, { onDelete: 'cascade' }),
    /** The facts at the moment of the event, and what the mentor says about them. */
    payload: jsonb('payload').notNull(),
    createdAt: createdAt(),
    expiresAt: instant('expires_at'),
  },
  (table) => [
    unique('deep_link_contexts_once').on(table.userId, table.eventId),
    index('deep_link_contexts_of_event').on(table.eventId),
    ...ownedRows('deep_link_contexts', table.userId),
  ],
)

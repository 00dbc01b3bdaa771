import { index, jsonb, pgTable, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant, ownedRows } from './columns.ts'
import { marketEvents } from './market-events.ts'
import { users } from './users.ts'

/** What `/chat/new?context=<id>` opens for one user: a chat of the same id in which the mentor explains `payload`. */
export const deepLinkContexts = pgTable(
  'deep_link_contexts',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The event, the firing of a rule or the digest that it is about. */
    causeId: uuid('cause_id').notNull(),
    eventId: uuid('event_id').references(() => marketEvents.id, { onDelete: 'cascade' }),
    /** `AlertCause` of the edge's contract: the figures of the moment. */
    payload: jsonb('payload').notNull(),
    createdAt: createdAt(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    unique('deep_link_contexts_once').on(table.userId, table.causeId),
    index('deep_link_contexts_of_event').on(table.eventId),
    ...ownedRows('deep_link_contexts', table.userId),
  ],
)

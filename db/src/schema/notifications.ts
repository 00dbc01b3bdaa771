import { sql } from 'drizzle-orm'
import { index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { alertRules } from './alert-rules.ts'
import { createdAt, id, instant, oneOf, ownedRows } from './columns.ts'
import { deepLinkContexts } from './deep-link-contexts.ts'
import { marketEvents } from './market-events.ts'
import { users } from './users.ts'

export const notificationKinds = ['market_event', 'alert_rule', 'test'] as const

/** What a user was told, once per event or firing of a rule. */
export const notifications = pgTable(
  'notifications',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: notificationKinds }).notNull(),
    /** One per user and key, however often the cause is reported. */
    key: text('key').notNull(),
    eventId: uuid('event_id').references(() => marketEvents.id, { onDelete: 'set null' }),
    ruleId: uuid('rule_id').references(() => alertRules.id, { onDelete: 'set null' }),
    contextId: uuid('context_id').references(() => deepLinkContexts.id, { onDelete: 'set null' }),
    title: text('title').notNull(),
    body: text('body').notNull(),
    readAt: instant('read_at'),
    createdAt: createdAt(),
  },
  (table) => [
    unique('notifications_once').on(table.userId, table.key),
    index('notifications_newest').on(table.userId, table.createdAt, table.id),
    index('notifications_unread').on(table.userId).where(sql`${table.readAt} is null`),
    index('notifications_of_event').on(table.eventId),
    index('notifications_of_rule').on(table.ruleId),
    index('notifications_of_context').on(table.contextId),
    oneOf('notifications_kind', table.kind, notificationKinds),
    ...ownedRows('notifications', table.userId),
  ],
)

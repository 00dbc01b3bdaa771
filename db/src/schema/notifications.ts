import { sql } from 'drizzle-orm'
import { index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { CoinSymbol, Direction } from '../vocabulary.ts'
import { alertRules } from './alert-rules.ts'
import { choice, createdAt, id, instant, oneOf, ownedRows } from './columns.ts'
import { deepLinkContexts } from './deep-link-contexts.ts'
import { marketEvents } from './market-events.ts'
import { users } from './users.ts'

export const notificationKinds = ['market_event', 'alert_rule', 'digest', 'test'] as const

/** `silent`: shown without drawing attention; `off`: not at all. */
export const notificationLevels = ['on', 'silent', 'off'] as const

/** What a user was told, once per event, firing of a rule or day. */
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
    symbol: choice<CoinSymbol>('symbol'),
    direction: choice<Direction>('direction'),
    /** In the list, and on the user's devices; decided when it was made, by his choices and quiet hours. */
    inApp: text('in_app', { enum: notificationLevels }).notNull().default('on'),
    push: text('push', { enum: notificationLevels }).notNull().default('on'),
    /** When what it tells of happened. */
    at: instant('at').notNull().defaultNow(),
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
    oneOf('notifications_symbol', table.symbol, CoinSymbol.options),
    oneOf('notifications_direction', table.direction, Direction.options),
    oneOf('notifications_in_app', table.inApp, notificationLevels),
    oneOf('notifications_push', table.push, notificationLevels),
    ...ownedRows('notifications', table.userId),
  ],
)

import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant, oneOf, serviceRows } from './columns.ts'
import { marketEvents } from './market-events.ts'
import { notifications } from './notifications.ts'
import { pushSubscriptions } from './push-subscriptions.ts'

export const deliveryChannels = ['push', 'discord'] as const
export const deliveryStatuses = ['queued', 'sent', 'gone', 'dead'] as const

/** One message on its way to one place: a notification to a browser, or an event to Discord. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: id(),
    channel: text('channel', { enum: deliveryChannels }).notNull(),
    notificationId: uuid('notification_id').references(() => notifications.id, { onDelete: 'cascade' }),
    subscriptionId: uuid('subscription_id').references(() => pushSubscriptions.id, { onDelete: 'cascade' }),
    eventId: uuid('event_id').references(() => marketEvents.id, { onDelete: 'cascade' }),
    status: text('status', { enum: deliveryStatuses }).notNull().default('queued'),
    attempts: integer('attempts').notNull().default(0),
    /** Sendings of which nobody recorded what came of them: the sender was lost meanwhile. */
    unsure: integer('unsure').notNull().default(0),
    /** While `queued`: not to be sent before; a sender who takes it moves this on, so that no other takes it too. */
    dueAt: instant('due_at').notNull().defaultNow(),
    lastError: text('last_error'),
    createdAt: createdAt(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    unique('deliveries_push_once').on(table.notificationId, table.subscriptionId),
    unique('deliveries_event_once').on(table.channel, table.eventId),
    index('deliveries_of_subscription').on(table.subscriptionId),
    index('deliveries_of_event').on(table.eventId),
    index('deliveries_open').on(table.status, table.dueAt).where(sql`${table.status} in ('queued', 'dead')`),
    oneOf('deliveries_channel', table.channel, deliveryChannels),
    oneOf('deliveries_status', table.status, deliveryStatuses),
    check(
      'deliveries_target',
      sql`case ${table.channel} when 'push' then ${table.notificationId} is not null and ${table.subscriptionId} is not null else ${table.eventId} is not null end`,
    ),
    serviceRows('deliveries'),
  ],
)

import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, instant, oneOf, serviceRows } from './columns.ts'

export const announcementKinds = ['market_event', 'alert_rule', 'digest'] as const

/** How far the telling of one cause has got: an event, a firing of a rule, a digest. `id` is the cause's own. */
export const announcements = pgTable(
  'announcements',
  {
    id: uuid('id').primaryKey(),
    kind: text('kind', { enum: announcementKinds }).notNull(),
    /** The last user who has been considered; they are taken in the order of their ids. */
    cursor: uuid('cursor'),
    /** What a sweep had to add because the first telling broke off: notifications, and deliveries sent out again. */
    repairedNotifications: integer('repaired_notifications').notNull().default(0),
    repairedDeliveries: integer('repaired_deliveries').notNull().default(0),
    createdAt: createdAt(),
    completedAt: instant('completed_at'),
  },
  (table) => [oneOf('announcements_kind', table.kind, announcementKinds), serviceRows('announcements')],
)

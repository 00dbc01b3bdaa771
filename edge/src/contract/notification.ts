import { CoinSymbol, Direction, Id, Locale, Timestamp } from '@sage/db/vocabulary'
import * as z from 'zod/mini'

export const NotificationKind = z.enum(['market_event', 'alert_rule', 'digest', 'test'])
export type NotificationKind = z.infer<typeof NotificationKind>

/** One entry of the notification centre. */
export const Notification = z.object({
  id: Id,
  kind: NotificationKind,
  symbol: z.optional(CoinSymbol),
  direction: z.optional(Direction),
  /** In the language that the user had then. */
  title: z.string(),
  body: z.string(),
  /** For `/chat/new?context=<id>`; absent for what has no analysis. */
  contextId: z.nullable(Id),
  /** Is listed but counts as nothing new. */
  silent: z.boolean(),
  /** When what it tells of happened. */
  at: Timestamp,
  readAt: z.nullable(Timestamp),
})
export type Notification = z.infer<typeof Notification>

/** `GET /api/notifications?cursor&limit`: newest first. `unread` counts all of them, not this page's. */
export const Notifications = z.object({
  notifications: z.array(Notification),
  unread: z.int(),
  nextCursor: z.nullable(Id),
})
export type Notifications = z.infer<typeof Notifications>

/** Answer of `PATCH /api/notifications/:id/read` and `POST /api/notifications/read-all`. */
export const Unread = z.object({ unread: z.int() })
export type Unread = z.infer<typeof Unread>

/** What a push carries, as JSON. A later push with the same `tag` replaces the notification on the screen. */
export const PushPayload = z.object({
  notificationId: Id,
  kind: NotificationKind,
  symbol: z.optional(CoinSymbol),
  direction: z.optional(Direction),
  title: z.string(),
  body: z.string(),
  tag: z.string(),
  /** A path of the app. */
  url: z.string(),
  /** Unread notifications, for the badge on the app's icon. */
  badge: z.int(),
  silent: z.boolean(),
  locale: Locale,
  at: Timestamp,
})
export type PushPayload = z.infer<typeof PushPayload>

/** The browsers of a user that agreed to be pushed to. */
import { createHash } from 'node:crypto'
import type { Locale } from '@sage/db/vocabulary'
import { and, desc, eq, sql } from 'drizzle-orm'
import { mostPushDevices, type PushDevice } from '../../contract/push.ts'
import { type Database, schema, stored } from '../../db/index.ts'
import type { Devices } from '../services.ts'
import { testWords } from '../words.ts'
import { allowedEndpoint } from './endpoint.ts'

const { deliveries, notifications, pushSubscriptions: subscriptions, users } = schema

/** One test of a device in this time, however often it is asked for. */
const testEveryMs = 10_000

export interface DeviceDeps {
  readonly asOwner: Database
  readonly asService: Database
  readonly extraOrigins: ReadonlySet<string>
  enqueue(deliveryIds: readonly string[]): Promise<void>
  now(): Date
}

export function databaseDevices(userId: string, deps: DeviceDeps): Devices {
  const { asOwner, asService, extraOrigins, enqueue, now } = deps
  return {
    list: () =>
      stored(
        asOwner
          .select()
          .from(subscriptions)
          .where(eq(subscriptions.userId, userId))
          .orderBy(desc(subscriptions.id))
          .then((rows) => rows.map(toDevice)),
      ),

    add: ({ endpoint: given, keys: { p256dh, auth } }, userAgent) =>
      stored(
        (async () => {
          const endpoint = allowedEndpoint(given, extraOrigins)
          if (endpoint === undefined) return 'not_allowed' as const
          const [known] = await asService
            .select()
            .from(subscriptions)
            .where(eq(subscriptions.endpoint, endpoint))
          if (known?.userId === userId) return toDevice(known)
          if (known !== undefined) {
            // The same keys are the same browser, with someone else at it; other keys are a guess.
            if (known.p256dh !== p256dh || known.auth !== auth) return 'taken' as const
            await asService.delete(subscriptions).where(eq(subscriptions.id, known.id))
          }
          const [count] = await asOwner
            .select({ n: sql<number>`count(*)::integer` })
            .from(subscriptions)
            .where(eq(subscriptions.userId, userId))
          if ((count?.n ?? 0) >= mostPushDevices) return 'too_many' as const
          // Drizzle's own insertion names every column, and a user may write only some.
          await asOwner.execute(sql`
            insert into push_subscriptions (user_id, endpoint, p256dh, auth, user_agent)
            values (${userId}, ${endpoint}, ${p256dh}, ${auth}, ${userAgent?.slice(0, 400) ?? null})
            on conflict (endpoint) do nothing`)
          const [row] = await asOwner
            .select()
            .from(subscriptions)
            .where(and(eq(subscriptions.endpoint, endpoint), eq(subscriptions.userId, userId)))
          return row === undefined ? ('taken' as const) : toDevice(row)
        })(),
      ),

    remove: (id) =>
      stored(
        asOwner
          .delete(subscriptions)
          .where(eq(subscriptions.id, id))
          .returning({ id: subscriptions.id })
          .then((rows) => rows.length > 0),
      ),

    test: (id) =>
      stored(
        (async () => {
          const [device] = await asOwner
            .select({ id: subscriptions.id, locale: users.locale })
            .from(subscriptions)
            .innerJoin(users, eq(users.id, subscriptions.userId))
            .where(and(eq(subscriptions.id, id), eq(subscriptions.userId, userId)))
          if (!device) return 'unknown' as const
          const delivery = await addTest(device.id, device.locale)
          if (delivery === undefined) return 'too_soon' as const
          await enqueue([delivery])
          return 'queued' as const
        })(),
      ),
  }

  /** The id of its delivery, if none was made a moment ago. */
  async function addTest(subscriptionId: string, locale: Locale): Promise<string | undefined> {
    const moment = Math.floor(now().getTime() / testEveryMs)
    const [notification] = await asService
      .insert(notifications)
      .values({
        userId,
        kind: 'test',
        key: `test:${subscriptionId}:${moment}`,
        ...testWords(locale),
        // A test is for the device, and no news for the list.
        inApp: 'off',
        readAt: now(),
        at: now(),
      })
      .onConflictDoNothing({ target: [notifications.userId, notifications.key] })
      .returning({ id: notifications.id })
    if (!notification) return undefined
    const [delivery] = await asService
      .insert(deliveries)
      .values({ channel: 'push', notificationId: notification.id, subscriptionId })
      .returning({ id: deliveries.id })
    return delivery?.id
  }
}

function toDevice(row: typeof subscriptions.$inferSelect): PushDevice {
  return {
    id: row.id,
    userAgent: row.userAgent,
    service: URL.parse(row.endpoint)?.hostname ?? '',
    fingerprint: createHash('sha256').update(row.endpoint).digest('base64url'),
    createdAt: row.createdAt.toISOString(),
    lastSuccessAt: row.lastSuccessAt?.toISOString() ?? null,
    failures: row.failures,
  }
}

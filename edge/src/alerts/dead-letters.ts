/** What could not be delivered, for administrators: ids and reasons, nothing that anybody was told. */
import { and, desc, eq, lt, sql } from 'drizzle-orm'
import type { DeadLetter } from '../contract/dead-letter.ts'
import { type Database, schema, stored } from '../db/index.ts'
import type { DeadLetterBox } from './services.ts'

const { deliveries, notifications, pushSubscriptions: subscriptions } = schema

export interface DeadLetterDeps {
  readonly asService: Database
  enqueue(deliveryIds: readonly string[]): Promise<void>
  retryPost(eventId: string): Promise<void>
  now(): Date
}

export function databaseDeadLetters({ asService, enqueue, retryPost, now }: DeadLetterDeps): DeadLetterBox {
  return {
    page: ({ cursor, limit }) =>
      stored(
        (async () => {
          const rows = await asService
            .select({ delivery: deliveries, userId: notifications.userId, endpoint: subscriptions.endpoint })
            .from(deliveries)
            .leftJoin(notifications, eq(notifications.id, deliveries.notificationId))
            .leftJoin(subscriptions, eq(subscriptions.id, deliveries.subscriptionId))
            .where(
              and(
                eq(deliveries.status, 'dead'),
                cursor === undefined ? undefined : lt(deliveries.id, cursor),
              ),
            )
            .orderBy(desc(deliveries.id))
            .limit(limit + 1)
          const page = rows.slice(0, limit)
          return {
            deadLetters: page.map(toLetter),
            nextCursor: rows.length > limit ? (page.at(-1)?.delivery.id ?? null) : null,
          }
        })(),
      ),

    retry: (id) =>
      stored(
        (async () => {
          const [row] = await asService
            .update(deliveries)
            .set({ status: 'queued', attempts: 0, unsure: 0, dueAt: now(), updatedAt: now() })
            .where(and(eq(deliveries.id, id), eq(deliveries.status, 'dead')))
            .returning()
          if (!row) return undefined
          if (row.channel === 'push') await enqueue([row.id])
          else if (row.eventId !== null) await retryPost(row.eventId)
          return 'queued' as const
        })(),
      ),
  }
}

/** Records what the queue has given up on; what was delivered meanwhile stays as it is. */
export async function bury(db: Database, deliveryIds: readonly string[]): Promise<void> {
  await db.execute(sql`
    update deliveries set status = 'dead', last_error = coalesce(last_error, 'the queue gave it up'), updated_at = now()
    where status = 'queued'
      and id in (select (jsonb_array_elements_text(${JSON.stringify(deliveryIds)}::jsonb))::uuid)`)
}

interface Row {
  readonly delivery: typeof deliveries.$inferSelect
  readonly userId: string | null
  readonly endpoint: string | null
}

function toLetter({ delivery, userId, endpoint }: Row): DeadLetter {
  const { id, channel, notificationId, subscriptionId, eventId, attempts, lastError } = delivery
  return {
    id,
    channel,
    userId,
    notificationId,
    subscriptionId,
    eventId,
    service: endpoint === null ? null : (URL.parse(endpoint)?.hostname ?? null),
    attempts,
    lastError,
    createdAt: delivery.createdAt.toISOString(),
    updatedAt: delivery.updatedAt.toISOString(),
  }
}

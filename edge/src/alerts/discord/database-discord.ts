/** An event's way to Discord, as administrators see it. */
import { and, eq, sql } from 'drizzle-orm'
import { type Database, schema } from '../../db/index.ts'

const { deliveries } = schema

/** Notes that an event is on its way; whether it was not before. */
export async function addDiscordDelivery(db: Database, eventId: string): Promise<void> {
  await db
    .insert(deliveries)
    .values({ channel: 'discord', eventId })
    .onConflictDoNothing({ target: [deliveries.channel, deliveries.eventId] })
}

export async function settleDiscordDelivery(
  db: Database,
  end: { readonly id: string; readonly status: 'sent' | 'dead'; readonly error?: string },
): Promise<void> {
  await db
    .update(deliveries)
    .set({
      status: end.status,
      lastError: end.error ?? null,
      attempts: sql`${deliveries.attempts} + 1`,
      updatedAt: new Date(),
    })
    .where(and(eq(deliveries.channel, 'discord'), eq(deliveries.eventId, end.id)))
}

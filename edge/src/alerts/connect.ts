/** Connects the telling, the sending and the watching to the Worker's bindings. */
import type { AlertReport } from '@sage/ingest/contract'
import { type Bindings, discordOutbox } from '../bindings.ts'
import type { AlertCause } from '../contract/alert.ts'
import { type Database, database, schema, stored } from '../db/index.ts'
import { readSettings } from '../env.ts'
import { alertPoint, measureTo } from '../points.ts'
import { type AnnounceDeps, announce, type Told } from './announce.ts'
import { causeAt } from './cause.ts'
import { type DigestAudience, databaseAnnouncements } from './database-announcements.ts'
import { addDiscordDelivery, settleDiscordDelivery } from './discord/database-discord.ts'
import { eventMessage } from './discord/embed.ts'
import type { QueuedPush } from './push/deliver.ts'
import { isReporter } from './reporter.ts'
import type { Reports } from './services.ts'

/** What `sendBatch` takes at once. */
const batchSize = 100
/** Batches on their way to the queue at the same time. */
const atOnce = 6

export async function enqueuePushes(env: Bindings, deliveryIds: readonly string[]): Promise<void> {
  const batches: { body: QueuedPush }[][] = []
  for (let from = 0; from < deliveryIds.length; from += batchSize) {
    batches.push(deliveryIds.slice(from, from + batchSize).map((deliveryId) => ({ body: { deliveryId } })))
  }
  for (let from = 0; from < batches.length; from += atOnce) {
    await Promise.all(batches.slice(from, from + atOnce).map((batch) => env.PUSH_QUEUE.sendBatch(batch)))
  }
}

/** As the edge itself, which alone may tell. */
export function asService(env: Bindings): Database {
  return database(readSettings(env), { role: 'service' })
}

export async function tell(
  env: Bindings,
  cause: AlertCause,
  by: 'report' | 'sweep' = 'report',
  digest?: DigestAudience,
): Promise<Told> {
  const db = asService(env)
  const deps: AnnounceDeps = {
    ...databaseAnnouncements(db, () => new Date(), digest),
    enqueue: (ids) => enqueuePushes(env, ids),
    postToDiscord: (told) => postToDiscord(env, db, told),
  }
  const told = await announce(cause, deps, by)
  const point = alertPoint(cause.type, by, causeAt(cause), told.notifications, Date.now())
  measureTo(env.METRICS)(point)
  return told
}

/** Only what happened to the market is everybody's. */
async function postToDiscord(env: Bindings, db: Database, cause: AlertCause): Promise<void> {
  const settings = readSettings(env)
  if (cause.type !== 'market_event' || settings.DISCORD_WEBHOOK_URL === undefined) return
  await addDiscordDelivery(db, cause.event.id)
  await discordOutbox(env, 'market').post(cause.event.id, eventMessage(cause.event, settings.AUTH_URL))
}

/** For an event whose way to Discord is not known to have ended. */
export async function postAgain(env: Bindings, event: AlertReport & { type: 'market_event' }): Promise<void> {
  const outbox = discordOutbox(env, 'market')
  const state = await outbox.post(event.event.id, eventMessage(event.event, readSettings(env).AUTH_URL))
  if (state !== 'waiting') await settleDiscordDelivery(asService(env), { id: event.event.id, status: state })
}

export function reports(env: Bindings): Reports {
  const settings = readSettings(env)
  const db = asService(env)
  return {
    accept: (authorization, body) =>
      stored(
        isReporter(authorization, body, {
          keys: settings.INGEST_PUBLIC_KEYS,
          claim: async (jti, expiresAt) => {
            const claimed = await db
              .insert(schema.usedTokens)
              .values({ jti, expiresAt })
              .onConflictDoNothing()
              .returning({ jti: schema.usedTokens.jti })
            return claimed.length > 0
          },
          now: () => new Date(),
        }),
      ),
    announce: (report) =>
      stored(
        (async () => {
          await tell(env, report)
        })(),
      ),
  }
}

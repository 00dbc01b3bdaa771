/** What the queues bring: pushes to send, and those that the first queue has given up. */
import * as z from 'zod'
import type { Bindings } from '../../bindings.ts'
import { readSettings } from '../../env.ts'
import { logger } from '../../log.ts'
import { measureTo, pushPoint } from '../../points.ts'
import { asService } from '../connect.ts'
import { bury } from '../dead-letters.ts'
import { databaseDeliveries } from './database-deliveries.ts'
import { deliverBatch, type QueuedPush } from './deliver.ts'
import { type SendDeps, sendPush } from './send.ts'
import { type Vapid, vapidSigner } from './vapid.ts'

const Queued = z.object({ deliveryId: z.uuid() })
/** Each stage has a queue of its own; `wrangler.toml` has the names of production. */
const isDeadLetters = (queue: string) => queue.endsWith('-dead')

function read(body: unknown): QueuedPush | undefined {
  const parsed = Queued.safeParse(body)
  return parsed.success ? parsed.data : undefined
}

/** Every message is acked or retried by itself: one that fails brings no other back. */
export async function handleBatch(batch: MessageBatch, env: Bindings): Promise<void> {
  if (isDeadLetters(batch.queue)) return buryBatch(batch, env)
  const db = asService(env)
  const now = () => new Date()
  const deps = sendDeps(env)
  const measure = measureTo(env.METRICS)
  await deliverBatch(batch.messages, read, {
    ...databaseDeliveries(db, now),
    async send(target, message) {
      const outcome = await sendPush(target, message, deps)
      measure(pushPoint(outcome.status, message.payload.at, Date.now()))
      return outcome
    },
    random: Math.random,
  })
}

async function buryBatch(batch: MessageBatch, env: Bindings): Promise<void> {
  const ids = batch.messages.flatMap(({ body }) => read(body)?.deliveryId ?? [])
  try {
    await bury(asService(env), ids)
    logger(readSettings(env).LOG_LEVEL)('error', 'pushes given up', { deliveries: ids.length })
    batch.ackAll()
  } catch {
    batch.retryAll()
  }
}

let signer: { readonly from: object; readonly vapid: Vapid } | undefined

/** Tokens are kept from batch to batch: a push service sees the same one for hours. */
function sendDeps(env: Bindings): SendDeps {
  const settings = readSettings(env)
  const now = () => new Date()
  if (signer?.from !== settings) {
    const vapid = vapidSigner(
      {
        publicKey: settings.VAPID_PUBLIC_KEY,
        privateKey: settings.VAPID_PRIVATE_KEY,
        subject: settings.VAPID_SUBJECT,
      },
      now,
    )
    signer = { from: settings, vapid }
  }
  return {
    extraOrigins: settings.PUSH_EXTRA_ORIGINS,
    vapid: signer.vapid,
    fetch: (url, init) => fetch(url, init),
    now,
  }
}

/** A real PostgreSQL behind the real SQL gateway, with people in it, a queue, and push services that keep count. */
import { randomUUID } from 'node:crypto'
import type { MarketEvent } from '@sage/ingest/contract'
import { startGateway, type TestGateway } from '@sage/ingest/test-gateway'
import pg from 'pg'
import { announce, type Told } from '../../src/alerts/announce.ts'
import { type DigestAudience, databaseAnnouncements } from '../../src/alerts/database-announcements.ts'
import { databaseSweep } from '../../src/alerts/database-sweep.ts'
import { addDiscordDelivery } from '../../src/alerts/discord/database-discord.ts'
import { databaseDeliveries } from '../../src/alerts/push/database-deliveries.ts'
import { type DeliverDeps, deliverBatch, type QueueMessage } from '../../src/alerts/push/deliver.ts'
import type { PushOutcome } from '../../src/alerts/push/outcome.ts'
import type { PushMessage, PushTarget } from '../../src/alerts/push/send.ts'
import { sweep } from '../../src/alerts/sweep.ts'
import type { AlertCause } from '../../src/contract/alert.ts'
import { type Database, database } from '../../src/db/index.ts'

export interface Sending {
  readonly target: PushTarget
  readonly message: PushMessage
}

export interface House {
  readonly gateway: TestGateway
  readonly db: Database
  readonly admin: pg.Client
  /** What was handed to push services. */
  readonly sendings: Sending[]
  /** Ids of deliveries whose messages wait in the queue. */
  readonly queue: string[]
  /** What happened, as ingest remembers it. */
  readonly events: MarketEvent[]
  /** Posts to Discord that were asked for. */
  readonly posts: string[]
  /** What push services answer. */
  answer: (sending: Sending) => Promise<PushOutcome>
  person(change?: Readonly<Record<string, unknown>>, devices?: number): Promise<string>
  event(change?: Partial<MarketEvent>): Promise<MarketEvent>
  tell(cause: AlertCause, by?: 'report' | 'sweep', digest?: DigestAudience): Promise<Told>
  /** Brings everything in the queue `times` times, each time in batches of its own. */
  drain(times?: number, deps?: Partial<DeliverDeps>): Promise<Brought[]>
  sweep(): ReturnType<typeof sweep>
  /** As if `seconds` had passed for what waits. */
  pass(seconds: number): Promise<void>
  close(): Promise<void>
}

/** What became of a message that the queue has brought. */
export interface Brought {
  readonly deliveryId: string
  end: 'acked' | 'again' | 'none'
  delaySeconds?: number
}

export async function openHouse(): Promise<House> {
  const gateway = await startGateway()
  const admin = new pg.Client(gateway.database.adminUrl)
  await admin.connect()
  const settings = { INGEST_URL: gateway.url, EDGE_SIGNING_KEY: gateway.signingKey }
  const db = database(settings, { role: 'service' })
  const now = () => new Date()
  const house: House = {
    gateway,
    db,
    admin,
    sendings: [],
    queue: [],
    events: [],
    posts: [],
    answer: async () => ({ status: 'sent' }),

    async person(change = {}, devices = 1) {
      const row = { google_sub: randomUUID(), email: 'a@example.com', ...change }
      const names = Object.keys(row)
      const { rows } = await admin.query(
        `insert into users (${names}) values (${names.map((_, index) => `$${index + 1}`)}) returning id`,
        Object.values(row),
      )
      const id: string = rows[0].id
      await admin.query(
        `insert into push_subscriptions (user_id, endpoint, p256dh, auth)
         select $1::uuid, 'https://fcm.googleapis.com/' || $1::text || '/' || n, 'k', 'a' from generate_series(1, $2) n`,
        [id, devices],
      )
      return id
    },

    async event(change = {}) {
      const event: MarketEvent = {
        id: randomUUID(),
        kind: 'move',
        symbol: 'BTC',
        direction: 'down',
        changePercent: '-5.2',
        price: '64464',
        referencePrice: '68000',
        venue: 'binance',
        minutes: 42,
        at: new Date().toISOString(),
        ...change,
      }
      await admin.query(
        `insert into market_events (id, key, kind, symbol, direction, change_percent, price, reference_price, venue,
           minutes, value, previous_value, at, fence)
         values ($1::uuid, $1::text, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)`,
        [
          event.id,
          event.kind,
          event.symbol ?? null,
          event.direction,
          event.changePercent ?? null,
          event.price ?? null,
          event.referencePrice ?? null,
          event.venue ?? null,
          event.minutes ?? null,
          event.value ?? null,
          event.previousValue ?? null,
          event.at,
        ],
      )
      house.events.push(event)
      return event
    },

    tell: (cause, by = 'report', digest) =>
      announce(
        cause,
        {
          ...databaseAnnouncements(db, now, digest),
          enqueue: async (ids) => {
            house.queue.push(...ids)
          },
          postToDiscord: async (told) => {
            if (told.type !== 'market_event') return
            await addDiscordDelivery(db, told.event.id)
            house.posts.push(told.event.id)
          },
        },
        by,
      ),

    async drain(times = 1, deps = {}) {
      const ids = house.queue.splice(0)
      const brought: Brought[] = []
      const bring = async () => {
        const messages = ids.map((deliveryId): QueueMessage => {
          const one: Brought = { deliveryId, end: 'none' }
          brought.push(one)
          return {
            body: { deliveryId },
            attempts: 1,
            ack: () => {
              one.end = 'acked'
            },
            retry: (options) => {
              one.end = 'again'
              one.delaySeconds = options?.delaySeconds ?? 0
            },
          }
        })
        for (let from = 0; from < messages.length; from += 100) {
          await deliverBatch(messages.slice(from, from + 100), readId, {
            ...databaseDeliveries(db, now),
            send: async (target, message) => {
              house.sendings.push({ target, message })
              return house.answer({ target, message })
            },
            random: () => 0,
            ...deps,
          })
        }
      }
      await Promise.all(Array.from({ length: times }, bring))
      return brought
    },

    sweep: () =>
      sweep({
        ...databaseSweep(db),
        history: async () => ({ events: house.events, firings: [] }),
        tell: (report) => house.tell(report, 'sweep'),
        enqueue: async (ids) => {
          house.queue.push(...ids)
        },
        postAgain: async (id) => {
          house.posts.push(id)
        },
        now,
      }),

    async pass(seconds) {
      await admin.query(
        `update deliveries set due_at = due_at - make_interval(secs => $1) where status = 'queued'`,
        [seconds],
      )
      await admin.query('update announcements set created_at = created_at - make_interval(secs => $1)', [
        seconds,
      ])
    },

    async close() {
      await admin.end()
      await gateway.close()
    },
  }
  return house
}

function readId(body: unknown) {
  if (typeof body !== 'object' || body === null || !('deliveryId' in body)) return undefined
  return typeof body.deliveryId === 'string' ? { deliveryId: body.deliveryId } : undefined
}

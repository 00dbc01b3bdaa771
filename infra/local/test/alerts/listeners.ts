/** Who hears of alerts in the stack tests: browsers at the push service's stand-in, and Discord's. */
import { randomUUID } from 'node:crypto'
import { PushDevice, PushPayload } from '@sage/edge/contract/alerts'
import pg from 'pg'
import { expect } from 'vitest'
import * as z from 'zod'
import { misbehave, type Person, ready, signIn } from '../stack.ts'

const Subscriptions = z.object({
  subscriptions: z.array(
    z.object({ endpoint: z.string(), keys: z.object({ p256dh: z.string(), auth: z.string() }) }),
  ),
})

const Pushed = z.object({
  received: z.array(
    z.object({
      browser: z.string(),
      payload: PushPayload,
      topic: z.string(),
      ttl: z.number(),
      atMs: z.number(),
    }),
  ),
})
export type Push = z.infer<typeof Pushed>['received'][number]

const Posted = z.object({
  received: z.array(
    z.object({
      webhook: z.string(),
      message: z.object({ embeds: z.array(z.object({ title: z.string(), description: z.string() })) }),
      atMs: z.number(),
    }),
  ),
})
export type Post = z.infer<typeof Posted>['received'][number]

async function seen<T>(standIn: 'push' | 'discord', schema: z.ZodType<T>): Promise<T> {
  return schema.parse(await (await fetch(`${ready().standIns[standIn]}/__control`)).json())
}

export const posts = async (webhook = '1/market'): Promise<Post[]> =>
  (await seen('discord', Posted)).received.filter((post) => post.webhook === webhook)

export interface Listener {
  readonly person: Person
  /** The id of its subscription. */
  readonly device: PushDevice
  /** What reached this browser, decrypted. */
  pushes(): Promise<Push[]>
}

export async function listener(person?: Person): Promise<Listener> {
  const who = person ?? (await signIn())
  const made = await fetch(`${ready().standIns.push}/subscribe`, { method: 'POST' })
  const [subscription] = Subscriptions.parse(await made.json()).subscriptions
  const answer = await who.request('/api/push/subscriptions', {
    method: 'POST',
    body: JSON.stringify(subscription),
  })
  expect(answer.status).toBe(201)
  const browser = subscription?.endpoint.split('/').at(-1)
  return {
    person: who,
    device: PushDevice.parse(await answer.json()),
    pushes: async () => (await seen('push', Pushed)).received.filter((push) => push.browser === browser),
  }
}

/** Calls the minute's cron, as often at once as is asked for. */
export async function minute(atOnce = 1): Promise<void> {
  const call = async () => {
    const response = await fetch(
      `${ready().edge}/cdn-cgi/local/scheduled?cron=${encodeURIComponent('* * * * *')}`,
    )
    expect(response.status).toBe(200)
    await response.body?.cancel()
  }
  await Promise.all(Array.from({ length: atOnce }, call))
}

/** A client that row-level security does not bind. */
export async function withDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(ready().postgres)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** An event as ingest writes it, without its report: only a sweep can find it. */
export function unreportedEvent(title: { symbol: string; changePercent: string }): Promise<string> {
  const id = randomUUID()
  return withDatabase(async (client) => {
    await client.query(
      `insert into market_events (id, key, kind, symbol, direction, change_percent, price, reference_price, venue,
         minutes, at, fence)
       values ($1::uuid, $1::text, 'move', $2, case when $3::numeric < 0 then 'down' else 'up' end, $3, 100, 110,
         'binance', 12, now(), 1)`,
      [id, title.symbol, title.changePercent],
    )
    return id
  })
}

/** Lets the leases and pauses of what waits run out. */
export async function passTime(seconds: number): Promise<void> {
  await withDatabase((client) =>
    client.query(
      `update deliveries set due_at = due_at - make_interval(secs => $1) where status = 'queued'`,
      [seconds],
    ),
  )
}

/** Moves a coin's price on both venues of the replayed market, which are one market. */
export async function move(symbol: string, percent: string): Promise<void> {
  await misbehave('binance', { path: { [symbol]: [['+0s', percent]] } })
}

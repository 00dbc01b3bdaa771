/** Alerts through faults of real processes: nothing is lost, and nothing stands beside its twin. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import * as z from 'zod'
import { kill, misbehave, ready, restart } from '../stack.ts'
import {
  type Listener,
  listener,
  minute,
  move,
  passTime,
  posts,
  unreportedEvent,
  withDatabase,
} from './listeners.ts'

const patience = { timeout: 120_000, interval: 250 }
let hears: Listener

const wellAgain = () =>
  Promise.all([
    misbehave('push', { reset: true }),
    misbehave('discord', { reset: true, forget: true }),
    misbehave('binance', { reset: true }),
  ])
beforeEach(async () => {
  await wellAgain()
  // Whoever listened before is told no more.
  await withDatabase((client) => client.query('delete from push_subscriptions'))
  hears = await listener()
})
afterEach(wellAgain)

const about = async (symbol: string) =>
  (await hears.pushes()).filter(({ payload }) => payload.symbol === symbol)
const told = async (symbol: string) => (await titles()).filter((title) => title.includes(symbol))
const titles = async () => (await posts()).map(({ message }) => message.embeds[0]?.title ?? '')

/** What became of the deliveries to these devices. */
const endsOf = (devices: readonly string[]) =>
  withDatabase(async (client) => {
    const { rows } = await client.query(
      'select status, last_error, attempts from deliveries where subscription_id = any($1)',
      [devices],
    )
    return rows
  })
const written = (symbol: string) =>
  withDatabase(async (client) => {
    const { rows } = await client.query(
      "select id from market_events where symbol = $1 and created_at > now() - interval '2 minutes'",
      [symbol],
    )
    return rows.length
  })

/** An address of this machine that nobody may call. */
async function unvisited() {
  let visits = 0
  const server = createServer((socket) => {
    visits += 1
    socket.destroy()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = z.object({ port: z.number() }).parse(server.address())
  return {
    port,
    get visits() {
      return visits
    },
    async [Symbol.asyncDispose]() {
      server.close()
    },
  }
}

it('a Worker that is killed between sending and recording sends at most twice, and the second replaces the first', async () => {
  await misbehave('push', { hang: true })
  await unreportedEvent({ symbol: 'SOL', changePercent: '-12' })
  const sweeping = minute().catch(() => {})
  await expect.poll(() => about('SOL'), patience).toHaveLength(1)
  await kill('edge', 'SIGKILL')
  await restart('edge')
  await sweeping
  // The queue of `wrangler dev` is gone with it; the sweep finds what is overdue.
  await passTime(200)
  await minute(2)
  await expect.poll(() => about('SOL'), patience).toHaveLength(2)
  await kill('edge', 'SIGKILL')
  await restart('edge')
  await misbehave('push', { reset: true })
  await passTime(200)
  await minute(2)
  const state = () =>
    withDatabase(async (client) => {
      const { rows } = await client.query('select status from deliveries where subscription_id = $1', [
        hears.device.id,
      ])
      return rows.map(({ status }) => String(status))
    })
  await expect.poll(state, patience).toEqual(['sent'])
  const pushes = await about('SOL')
  expect(pushes).toHaveLength(2)
  expect(new Set(pushes.map(({ topic }) => topic)).size).toBe(1)
  expect(new Set(pushes.map(({ payload }) => payload.tag)).size).toBe(1)
})

it('while the edge is away an event waits in ingest, and is told once when it is back', async () => {
  await kill('edge', 'SIGTERM')
  await move('BNB', '+14%')
  await expect.poll(() => written('BNB'), patience).toBe(1)
  await restart('edge')
  await minute(2)
  await expect.poll(() => about('BNB'), patience).toHaveLength(1)
  await minute(2)
  expect(await about('BNB')).toHaveLength(1)
  expect(await told('BNB')).toHaveLength(1)
})

it('an event whose report waits in a Valkey that is lost is told once', async () => {
  await kill('edge', 'SIGTERM')
  await move('SOL', '+14%')
  await expect.poll(() => written('SOL'), patience).toBe(1)
  await kill('valkey', 'SIGKILL')
  await restart('valkey')
  await restart('edge')
  await minute(2)
  await expect.poll(() => about('SOL'), patience).toHaveLength(1)
  await expect.poll(() => told('SOL'), patience).toHaveLength(1)
  await minute(2)
  expect(await about('SOL')).toHaveLength(1)
  expect(await told('SOL')).toHaveLength(1)
})

it('ingest that is killed at the crossing tells of it when it is back, once on each channel', async () => {
  await move('DOGE', '+14%')
  await kill('ingest', 'SIGKILL')
  await restart('ingest')
  await expect.poll(() => about('DOGE'), patience).toHaveLength(1)
  await expect.poll(() => told('DOGE'), patience).toHaveLength(1)
  await minute(2)
  expect(await written('DOGE')).toBe(1)
  expect(await about('DOGE')).toHaveLength(1)
  expect(await told('DOGE')).toHaveLength(1)
})

it('through an outage of Discord its posts keep their order, and each comes once', async () => {
  await misbehave('discord', { status: 500 })
  const changes = ['-10.5', '-11.5', '-12.5', '-13.5', '-14.5', '-15.5', '-16.5']
  for (const changePercent of changes) {
    await unreportedEvent({ symbol: 'XRP', changePercent })
    await minute(2)
  }
  expect(await titles()).toEqual([])
  await misbehave('discord', { reset: true })
  const expected = changes.map((change) => `XRP 급락 ${change}%`)
  // More than the bucket holds: the limit is obeyed without a lost post.
  await expect.poll(titles, patience).toEqual(expected)
  await minute(2)
  expect(await titles()).toEqual(expected)
})

it('a push service that fails gets a second try and no more when it has taken the message', async () => {
  await misbehave('push', { status: 503, times: 1, retryAfter: '1' })
  await unreportedEvent({ symbol: 'ETH', changePercent: '-8' })
  await minute()
  await expect.poll(() => about('ETH'), patience).toHaveLength(1)
  const gone = hears.device.id
  await misbehave('push', { drop: [(await hears.pushes())[0]?.browser ?? ''] })
  await unreportedEvent({ symbol: 'ETH', changePercent: '-9' })
  await minute()
  const left = () =>
    withDatabase(async (client) => {
      const { rows } = await client.query('select id from push_subscriptions where id = $1', [gone])
      return rows.length
    })
  await expect.poll(left, patience).toBe(0)
})

it('no request leaves for an address that is no push service, whatever the database holds', async () => {
  const Counts = z.object({ counts: z.object({ requests: z.number() }) })
  const requests = async () =>
    Counts.parse(await (await fetch(`${ready().standIns.push}/__control`)).json()).counts.requests
  await using nobody = await unvisited()
  const { port } = nobody
  const forged = [
    'https://169.254.169.254/latest/meta-data',
    `http://127.0.0.1:${port}/push`,
    `http://localhost:${port}/push`,
    `https://localhost:${port}/push`,
    `http://user:secret@${new URL(ready().standIns.push ?? '').host}/push/1`,
    'https://user:secret@fcm.googleapis.com/fcm/send/1',
    'https://fcm.googleapis.com:8080/fcm/send/1',
    `https://fcm.googleapis.com.localhost:${port}/fcm/send/1`,
  ]
  const devices = [hears.device.id]
  while (devices.length < forged.length) devices.push((await listener(hears.person)).device.id)
  await withDatabase(async (client) => {
    for (const [index, endpoint] of forged.entries()) {
      await client.query('update push_subscriptions set endpoint = $1 where id = $2', [
        endpoint,
        devices[index],
      ])
    }
  })
  const before = await requests()
  await unreportedEvent({ symbol: 'ETH', changePercent: '-7.5' })
  await minute()
  const ends = { status: 'dead', last_error: 'not the address of a push service', attempts: 1 }
  await expect.poll(() => endsOf(devices), patience).toEqual(forged.map(() => ends))
  expect(await requests()).toBe(before)
  expect(nobody.visits).toBe(0)
})

it('a push service that sends us elsewhere is not followed', async () => {
  await using elsewhere = await unvisited()
  await misbehave('push', { redirect: `http://127.0.0.1:${elsewhere.port}/` })
  await unreportedEvent({ symbol: 'ETH', changePercent: '-7.6' })
  await minute()
  await expect
    .poll(() => endsOf([hears.device.id]), patience)
    .toEqual([{ status: 'dead', last_error: 'push service answered 307', attempts: 1 }])
  expect(elsewhere.visits).toBe(0)
})

it('an incident is reported once, and its end once, also by two minutes at once and without a database', async () => {
  const reports = async () => (await posts('2/ops')).map(({ message }) => message.embeds[0]?.title ?? '')
  await kill('ingest', 'SIGKILL')
  await minute(2)
  await minute(2)
  await expect.poll(reports, patience).toContain('Incident: database')
  expect((await reports()).filter((title) => title === 'Incident: database')).toHaveLength(1)
  await restart('ingest')
  const recovered = async () => {
    await minute(2)
    return (await reports()).filter((title) => title === 'Recovered: database')
  }
  await expect.poll(recovered, { timeout: 120_000, interval: 2000 }).toHaveLength(1)
  await minute(2)
  expect((await reports()).filter((title) => title.endsWith('database'))).toHaveLength(2)
  const stored = await withDatabase(async (client) => {
    const { rows } = await client.query(
      "select ended_at is not null as ended from incidents where component = 'database'",
    )
    return rows
  })
  expect(stored).toEqual([{ ended: true }])
})

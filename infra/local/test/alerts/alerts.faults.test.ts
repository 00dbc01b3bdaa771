/** Alerts through faults of real processes: nothing is lost, and nothing stands beside its twin. */
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
  hears = await listener()
})
afterEach(wellAgain)

const about = async (symbol: string) =>
  (await hears.pushes()).filter(({ payload }) => payload.symbol === symbol)
const titles = async () => (await posts()).map(({ message }) => message.embeds[0]?.title ?? '')

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
  const written = () =>
    withDatabase(async (client) => {
      const { rows } = await client.query(
        "select id from market_events where symbol = 'BNB' and created_at > now() - interval '2 minutes'",
      )
      return rows.length
    })
  await expect.poll(written, patience).toBe(1)
  await restart('edge')
  await minute(2)
  await expect.poll(() => about('BNB'), patience).toHaveLength(1)
  await minute(2)
  expect(await about('BNB')).toHaveLength(1)
  expect((await titles()).filter((title) => title.includes('BNB'))).toHaveLength(1)
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

it('no request leaves for an address that is not a push service, nor after a redirect', async () => {
  const Counts = z.object({ counts: z.object({ requests: z.number() }) })
  // A page of our own that must stay unvisited: Discord's stand-in counts who comes.
  const visits = async () =>
    Counts.parse(await (await fetch(`${ready().standIns.discord}/__control`)).json()).counts.requests
  await withDatabase((client) =>
    client.query('update push_subscriptions set endpoint = $1 where id = $2', [
      `${ready().standIns.discord}/api/webhooks/1/market`,
      hears.device.id,
    ]),
  )
  const redirected = await listener(hears.person)
  await misbehave('push', { redirect: `${ready().standIns.discord}/api/webhooks/1/market` })
  const before = await visits()
  for (const device of [hears.device.id, redirected.device.id]) {
    const asked = await hears.person.request(`/api/push/subscriptions/${device}/test`, {
      method: 'POST',
      body: '{}',
    })
    expect(asked.status).toBe(202)
  }
  const ends = () =>
    withDatabase(async (client) => {
      const { rows } = await client.query(
        'select status, last_error from deliveries where subscription_id = any($1) order by last_error',
        [[hears.device.id, redirected.device.id]],
      )
      return rows
    })
  await expect.poll(ends, patience).toEqual([
    { status: 'dead', last_error: 'not the address of a push service' },
    { status: 'dead', last_error: 'push service answered 307' },
  ])
  expect(await visits()).toBe(before)
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

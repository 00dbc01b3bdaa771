/** A stack of its own, whose queue delivers everything three times: each device is told once all the same. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { repository } from '../../src/repository.ts'
import { readSettings } from '../../src/settings.ts'
import { type Stack, startStack } from '../../src/stack.ts'
import { silentSteps } from '../../src/steps.ts'
import { subscribeCrowd } from './crowd.ts'

const devices = 250
/** Of the first requests that the push service refuses; they come again by the queue. */
const refused = 60
const patience = { timeout: 150_000, interval: 500 }

const Pushed = z.object({
  counts: z.object({ requests: z.number(), taken: z.number(), failed: z.number() }),
  received: z.array(z.object({ browser: z.string(), topic: z.string() })),
})
const Posted = z.object({ received: z.array(z.object({ webhook: z.string() })) })

let home: string
let stack: Stack
let client: pg.Client
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'sage-tripled-'))
  const { PATH, HOME, TMPDIR, LANG } = process.env
  const settings = readSettings({ PATH, HOME, TMPDIR, LANG, SAGE_HOME: home, MARKET: 'replay' })
  const edgeScript = join(repository, 'edge/test/tripled-queue/worker.ts')
  stack = await startStack({ settings, steps: silentSteps, web: 'none', edgeScript })
  client = new pg.Client(stack.ready.postgres)
  await client.connect()
}, 180_000)
afterAll(async () => {
  await client?.end()
  await stack?.close()
  rmSync(home, { recursive: true, force: true })
})

async function control<T>(standIn: 'push' | 'discord', schema: z.ZodType<T>): Promise<T> {
  return schema.parse(await (await fetch(`${stack.ready.standIns[standIn]}/__control`)).json())
}
const order = (standIn: 'push' | 'binance', patch: object) =>
  fetch(`${stack.ready.standIns[standIn]}/__control`, { method: 'POST', body: JSON.stringify(patch) })
const counted = async (condition: string) =>
  Number((await client.query(`select count(*) as n from deliveries where ${condition}`)).rows[0].n)

it('each device hears once of an event whose every message comes three times, also where it failed at first', async () => {
  await subscribeCrowd(client, stack.ready.standIns.push ?? '', devices)
  await order('push', { status: 503, times: refused })
  await order('binance', { path: { DOGE: [['+0s', '+13%']] } })
  await expect.poll(() => counted("channel = 'push' and status = 'sent'"), patience).toBe(devices)
  await expect.poll(() => counted("channel = 'discord' and status = 'sent'"), patience).toBe(1)
  const { counts, received } = await control('push', Pushed)
  expect(counts).toEqual({ requests: devices + refused, taken: devices, failed: refused })
  expect(new Set(received.map(({ browser }) => browser)).size).toBe(devices)
  expect(new Set(received.map(({ topic }) => topic)).size).toBe(devices)
  const { received: posts } = await control('discord', Posted)
  expect(posts.filter(({ webhook }) => webhook === '1/market')).toHaveLength(1)
}, 300_000)

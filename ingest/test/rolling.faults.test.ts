/** A release of ingest: both tasks are replaced, one after the other, under load. */
import { setTimeout as delay } from 'node:timers/promises'
import { coinSymbols } from '@sage/db/vocabulary'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Balancer, startBalancer } from './balancer.ts'
import { type IngestTask, type MarketStack, startMarketStack } from './market-stack.ts'

const minuteMs = 60_000
let stack: MarketStack
let balancer: Balancer
beforeAll(async () => {
  ;[stack, balancer] = await Promise.all([startMarketStack(), startBalancer()])
})
afterAll(async () => {
  await balancer.close()
  await stack.close()
})

async function ready(task: IngestTask): Promise<IngestTask> {
  await expect.poll(async () => (await fetch(`${task.url}/readyz`)).status, { timeout: 60_000 }).toBe(200)
  balancer.add(task.url)
  return task
}

/** Out of the rotation and told to stop in the same moment, with requests still under way; how long it took. */
async function replace(task: IngestTask): Promise<{ readonly ms: number; readonly code: number | null }> {
  const startedMs = performance.now()
  const ended = new Promise<number | null>((resolve) => task.child.once('exit', resolve))
  balancer.remove(task.url)
  task.child.kill('SIGTERM')
  const code = await ended
  return { ms: performance.now() - startedMs, code }
}

it('of two tasks answers every request, stops each within 10 s, and leaves no candle out', async () => {
  const [first, second] = await Promise.all([stack.ingest(), stack.ingest()])
  await Promise.all([ready(first), ready(second)])
  const sinceMs = Math.ceil(Date.now() / minuteMs) * minuteMs
  const answers = new Map<string, number>()
  let over = false
  const sql = { query: 'select count(*) from candles_1m', params: [] }
  const calls: (() => Promise<Response>)[] = [
    async () => first.signed(`${balancer.url}/v1/snapshot`),
    async () => first.signed(`${balancer.url}/v1/sql`, sql),
    async () => first.signed(`${balancer.url}/v1/fear-greed?days=7`),
  ]
  const loads = calls.flatMap((call) =>
    Array.from({ length: 4 }, async () => {
      while (!over) {
        const response = await call().catch(() => undefined)
        await response?.arrayBuffer().catch(() => undefined)
        const kind = response === undefined ? 'no answer' : String(response.status)
        answers.set(kind, (answers.get(kind) ?? 0) + 1)
        await delay(20)
      }
    }),
  )
  // Past the beginning of a minute, so that what the dying leader has folded belongs to one that is not over.
  await delay(sinceMs - Date.now() + 20_000)
  const stops = []
  for (const old of [first, second]) {
    await ready(await stack.ingest())
    stops.push(await replace(old))
    await delay(5000)
  }
  await delay(Math.max(0, sinceMs + 2 * minuteMs + 15_000 - Date.now()))
  over = true
  await Promise.all(loads)

  expect([...answers.keys()]).toEqual(['200'])
  expect(answers.get('200')).toBeGreaterThan(500)
  for (const { ms, code } of stops) {
    expect(code).toBe(0)
    expect(ms).toBeLessThan(10_000)
  }
  for (const symbol of coinSymbols) {
    const query = `interval=1m&from=${new Date(sinceMs).toISOString()}&to=${new Date(sinceMs + 2 * minuteMs).toISOString()}`
    const response = await first.signed(`${balancer.url}/v1/candles/${symbol}?${query}`)
    const { candles } = (await response.json()) as { candles: { at: string; close: string }[] }
    const truth = await stack.truth('binance', symbol, sinceMs, sinceMs + 2 * minuteMs)
    expect(candles.map(({ at, close }) => [Date.parse(at), Number(close)])).toEqual(
      truth.map(({ at, close }) => [Date.parse(at), Number(close)]),
    )
  }
})

/** Ingest against the stand-ins, as processes: what a caller sees in the first seconds. */

import { coinSymbols } from '@sage/db/vocabulary'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, type IngestTask, type MarketStack, startMarketStack } from './market-stack.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

let stack: MarketStack
let task: IngestTask

beforeAll(async () => {
  stack = await startMarketStack()
  task = await stack.ingest()
}, 60_000)
afterAll(() => stack?.close())

describe('ingest', () => {
  it('is ready once every symbol has a fresh quote', async () => {
    await eventually(10_000, async () => (await fetch(`${task.url}/readyz`)).status === 200)
    const { quotes, source, feeds } = await task.snapshot()
    expect(quotes.map(({ symbol }) => symbol)).toEqual([...coinSymbols])
    expect(new Set(quotes.map(({ freshness }) => freshness))).toEqual(new Set(['live']))
    expect(source).toBe('replay')
    expect(feeds.map(({ venue, status }) => [venue, status])).toEqual([
      ['binance', 'live'],
      ['gate', 'live'],
    ])
  })

  it('refuses whoever has not signed', async () => {
    for (const path of ['/v1/snapshot', '/v1/stream', '/v1/fear-greed', '/v1/candles/BTC', '/v1/sql']) {
      expect((await fetch(`${task.url}${path}`)).status).toBe(401)
    }
  })

  it('writes quotes to Valkey with an end', async () => {
    const valkey = new Redis(stack.valkey.url)
    try {
      await eventually(10_000, async () => {
        const text = await valkey.get('market:quote:BTC')
        return text !== null && JSON.parse(text).venue === 'binance'
      })
      const ttlMs = await valkey.pttl('market:quote:BTC')
      expect(ttlMs).toBeGreaterThan(0)
      expect(ttlMs).toBeLessThanOrEqual(300_000)
    } finally {
      valkey.disconnect()
    }
  })

  it('has a year of days, a month of hours and a day of minutes after its first start', async () => {
    const nowMs = Date.now()
    await eventually(30_000, async () => {
      const days = await task.candles('XRP', '1d', nowMs - 365 * dayMs, nowMs)
      return days.candles.length >= 365
    })
    for (const symbol of coinSymbols) {
      const hours = await task.candles(symbol, '1h', nowMs - 30 * dayMs, nowMs)
      const minutes = await task.candles(symbol, '1m', nowMs - dayMs, nowMs - 5 * minuteMs)
      expect(hours.candles.length).toBeGreaterThanOrEqual(719)
      expect(minutes.candles.length).toBe(24 * 60 - 5)
    }
  }, 60_000)

  it('serves the candles the venue has', async () => {
    const toMs = Math.floor(Date.now() / minuteMs) * minuteMs - 5 * minuteMs
    const fromMs = toMs - 30 * minuteMs
    const truth = await stack.truth('binance', 'ETH', fromMs, toMs)
    const { candles } = await task.candles('ETH', '1m', fromMs, toMs)
    const numbers = (candle: (typeof candles)[number]) => [
      candle.at,
      ...[candle.open, candle.high, candle.low, candle.close, candle.volume, candle.quoteVolume].map(Number),
    ]
    expect(candles.map(numbers)).toEqual(truth.map(numbers))
  })

  it('serves Fear & Greed with its history', async () => {
    await eventually(5000, async () => (await task.snapshot()).fearGreed?.weekAgo !== undefined)
    const { points } = await (await task.get('/v1/fear-greed?days=30')).json()
    expect(points).toHaveLength(30)
  })

  it('says what is wrong with a request in the shape of all errors', async () => {
    const response = await task.get('/v1/candles/BTC?interval=2m&from=x&to=y')
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_request' } })
  })

  it('streams a snapshot first, then what changed, and lets a listener resume', async () => {
    const first = await task.get('/v1/stream')
    const events = await readEvents(first, 4)
    expect(JSON.parse(events[0]?.data ?? '')).toMatchObject({ type: 'snapshot' })
    expect(events.slice(1).map(({ data }) => JSON.parse(data).type)).toContain('quotes')
    const ids = events.map(({ id }) => Number(id.split(':').at(-1)))
    expect(ids).toEqual(ids.map((_, index) => (ids[0] ?? 0) + index))

    const seen = events[1]
    const again = await task.get('/v1/stream', { 'last-event-id': seen?.id ?? '' })
    const missed = await readEvents(again, 2)
    expect(missed.slice(0, 2)).toEqual(events.slice(2, 4))
    const elsewhere = await task.get('/v1/stream', { 'last-event-id': 'another-task:7' })
    expect(JSON.parse((await readEvents(elsewhere, 1))[0]?.data ?? '')).toMatchObject({ type: 'snapshot' })
  })
})

interface ServerSentEvent {
  readonly id: string
  readonly data: string
}

async function readEvents(response: Response, count: number): Promise<ServerSentEvent[]> {
  const events: ServerSentEvent[] = []
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? ''
      if (field('data') !== '') events.push({ id: field('id'), data: field('data') })
    }
    if (events.length >= count) break
  }
  return events
}

import type { CandleInterval } from '@sage/db/vocabulary'
import type { Candle, Candles } from '@sage/ingest/contract'
import { expect, test } from 'vitest'
import { CandleCache } from './candle-cache.ts'
import type { IngestClient } from './ingest-client.ts'

const stepMs: Record<CandleInterval, number> = { '1m': 60_000, '1h': 3_600_000, '1d': 86_400_000 }
const figures = { open: '1', high: '1', low: '1', close: '1', volume: '1', quoteVolume: '1' }

/** An ingest that holds all that is asked for from `heldSinceMs` on, and counts what it is asked. */
class Ingest implements Pick<IngestClient, 'candles' | 'fearGreed'> {
  nowMs = Date.parse('2026-11-24T09:00:30.000Z')
  heldSinceMs = 0
  points = 400
  isAway = false
  calls = 0

  async candles(symbol: Candles['symbol'], interval: CandleInterval, from: Date, to: Date) {
    this.calls += 1
    if (this.isAway) return { status: 'unavailable' } as const
    const step = stepMs[interval]
    const candles: Candle[] = []
    const firstMs = Math.max(from.getTime(), this.heldSinceMs)
    for (let ms = Math.ceil(firstMs / step) * step; ms < to.getTime(); ms += step)
      candles.push({ at: new Date(ms).toISOString(), ...figures })
    return { status: 'ok', value: { symbol, interval, candles } } as const
  }

  async fearGreed(days: number) {
    this.calls += 1
    if (this.isAway) return { status: 'unavailable' } as const
    const count = Math.min(days, this.points)
    const at = (index: number) => new Date(this.nowMs - (count - 1 - index) * stepMs['1d']).toISOString()
    const points = Array.from({ length: count }, (_, index) => ({ value: index % 100, at: at(index) }))
    return { status: 'ok', value: { points } } as const
  }

  async *stream() {}
}

function opened() {
  const ingest = new Ingest()
  const cache = new CandleCache(ingest, () => new Date(ingest.nowMs))
  const count = async () => {
    const history = await cache.history('BTC', '1y')
    return history.status === 'ok' ? history.value.candles.length : history.status
  }
  return { ingest, cache, count }
}

test('a year is asked for once in half an hour', async () => {
  const { ingest, count } = opened()
  expect(await count()).toBe(365)
  ingest.nowMs += 29 * 60_000
  expect(await count()).toBe(365)
  expect(ingest.calls).toBe(1)
  ingest.nowMs += 60_000
  expect(await count()).toBe(365)
  expect(ingest.calls).toBe(2)
})

test('a year that ingest is still filling in is asked for again soon', async () => {
  const { ingest, count } = opened()
  ingest.heldSinceMs = ingest.nowMs - 100 * stepMs['1d']
  expect(await count()).toBe(100)
  ingest.heldSinceMs = 0
  ingest.nowMs += 15_000
  expect(await count()).toBe(365)
})

test('without ingest the former candles serve on', async () => {
  const { ingest, count } = opened()
  await count()
  ingest.isAway = true
  ingest.nowMs += stepMs['1d']
  expect(await count()).toBe(365)
})

test('an ingest that is away is asked once in two seconds, and found again', async () => {
  const { ingest, count } = opened()
  ingest.isAway = true
  expect([await count(), await count()]).toEqual(['unavailable', 'unavailable'])
  expect(ingest.calls).toBe(1)
  ingest.isAway = false
  ingest.nowMs += 2_000
  expect(await count()).toBe(365)
})

test('those who ask at the same time wait for one answer', async () => {
  const { ingest, count } = opened()
  expect(await Promise.all([count(), count(), count()])).toEqual([365, 365, 365])
  expect(ingest.calls).toBe(1)
})

test('the facts are made from minutes, hours and days, brought up to date where they are due', async () => {
  const { ingest, cache } = opened()
  await cache.refresh()
  const { candles, fearGreedHistory } = cache.factInputs()
  expect(candles.ETH?.minutes.length).toBe(120)
  expect(candles.ETH?.hours.length).toBe(31 * 24)
  expect(candles.ETH?.days.length).toBe(400)
  expect(fearGreedHistory.length).toBe(30)
  const { calls } = ingest
  await cache.refresh()
  expect(ingest.calls).toBe(calls)
})

test('Fear & Greed is asked for once, however many days are wanted, and serves on without ingest', async () => {
  const { ingest, cache } = opened()
  const days = async (count: number) => {
    const history = await cache.fearGreedHistory(count)
    return history.status === 'ok' ? history.value.points.length : history.status
  }
  expect([await days(30), await days(7), await days(400)]).toEqual([30, 7, 400])
  expect(ingest.calls).toBe(1)
  ingest.isAway = true
  ingest.nowMs += stepMs['1d']
  expect(await days(30)).toBe(30)
})

test('a Fear & Greed that ingest does not know yet is asked for again soon', async () => {
  const { ingest, cache } = opened()
  ingest.points = 0
  await cache.fearGreedHistory(30)
  ingest.points = 400
  ingest.nowMs += 15_000
  expect(await cache.fearGreedHistory(1)).toMatchObject({ value: { points: [{ value: 399 % 100 }] } })
})

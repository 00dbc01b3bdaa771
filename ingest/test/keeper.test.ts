/** What is kept of the candles, against a real PostgreSQL. */
import { coinSymbols } from '@sage/db/vocabulary'
import { startTemporaryDatabase, type TemporaryDatabase } from '@sage/local/temporary-database'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { binance } from '../src/exchanges/binance.ts'
import type { RestVenue } from '../src/exchanges/rest.ts'
import { createKeeper } from '../src/keeper.ts'
import { type Candle, intervalMs, startOf } from '../src/market/candle.ts'
import { type Hole, openStore, type Store } from '../src/sinks/postgres.ts'

let database: TemporaryDatabase
let store: Store
beforeAll(async () => {
  database = await startTemporaryDatabase()
  store = openStore(database.ingestUrl, () => undefined)
})
afterAll(async () => {
  await store?.close()
  await database?.close()
})

const nowMs = Date.parse('2026-11-24T09:00:10Z')
const hourMs = Date.parse('2026-11-24T05:00:00Z')
const lateMs = hourMs + 17 * intervalMs['1m']
const flat = { open: '1', high: '1', low: '1', close: '1' }

/** A venue where every minute trades one coin at 1, but for the prices and volumes that are set. */
function quietVenue() {
  const minutes = new Map<number, Candle>()
  const minute = (atMs: number): Candle =>
    minutes.get(atMs) ?? { atMs, ...flat, volume: '1', quoteVolume: '1' }
  const venue: RestVenue = {
    exchange: binance,
    async klines(_, interval, fromMs, lastMs) {
      const length = intervalMs[interval]
      const count = Math.min(1000, (lastMs - fromMs) / length + 1)
      const amount = String(length / intervalMs['1m'])
      const candles = Array.from({ length: count }, (_, index) => {
        const atMs = fromMs + index * length
        return interval === '1m' ? minute(atMs) : { atMs, ...flat, volume: amount, quoteVolume: amount }
      })
      return { status: 'ok', candles }
    },
  }
  return { venue, minutes }
}

describe('the hours and days that are kept', () => {
  it('say what their minutes say, also after one of these was repaired', async () => {
    const { venue, minutes } = quietVenue()
    let repairs: Hole[] = []
    const keeper = createKeeper({
      store,
      venues: [venue],
      market: {
        closeCandles: () => [],
        takeRepairs: () => repairs.splice(0),
        exchangeNowMs: (ms) => ms,
      },
      fence: () => 1,
      deposed: () => undefined,
      nowMs: () => nowMs,
      onTrouble: () => undefined,
      onFilled: () => undefined,
    })
    const kept = async (interval: '1h' | '1d', atMs: number) =>
      (await store.readCandles(coinSymbols[0], interval, atMs, atMs + 1))[0]

    await keeper.checkAll()
    expect(await kept('1h', hourMs)).toMatchObject({ high: '1', volume: '60' })

    // A trade turns up that the minute lacked.
    repairs = [{ symbol: coinSymbols[0], atMs: lateMs }]
    minutes.set(lateMs, { atMs: lateMs, ...flat, high: '1.5', volume: '3', quoteVolume: '3.8' })
    await keeper.store()
    await keeper.checkAll()
    expect(await kept('1h', hourMs)).toMatchObject({ high: '1.5', volume: '62', quoteVolume: '62.8' })

    // And one of yesterday, whose day is over.
    const yesterdayMs = startOf('1d', nowMs) - 30 * intervalMs['1m']
    repairs = [{ symbol: coinSymbols[0], atMs: yesterdayMs }]
    minutes.set(yesterdayMs, { atMs: yesterdayMs, ...flat, low: '0.5', volume: '2', quoteVolume: '1.5' })
    await keeper.store()
    await keeper.checkAll()
    expect(await kept('1d', startOf('1d', yesterdayMs))).toMatchObject({
      ...{ low: '0.5', high: '1', volume: '1441', quoteVolume: '1440.5' },
    })
  })
})

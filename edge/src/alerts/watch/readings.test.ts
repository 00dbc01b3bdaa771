import { coinSymbols } from '@sage/db/vocabulary'
import { expect, test } from 'vitest'
import type { Prices } from '../../contract/market.ts'
import { readings, type WatchDeps } from './readings.ts'

const at = '2026-11-28T08:00:00.000Z'
const quotes = coinSymbols.map(
  (symbol) =>
    ({
      symbol,
      price: '1',
      venue: 'binance',
      at,
      ageMs: 10,
      freshness: 'live',
    }) satisfies Prices['quotes'][number],
)
const market: Prices = { at, source: 'live', quotes, fearGreed: null, feeds: [] }
const well: WatchDeps = {
  prices: async () => market,
  turnFigures: async () => ({ turns: 1000, failed: 10, firstWordP95Ms: 5000 }),
  overdue: async () => 0,
  backlog: async () => 10,
  valkeyUp: async () => true,
}

async function failing(change: Partial<WatchDeps>): Promise<string[]> {
  const all = await readings({ ...well, ...change })
  return all.filter(({ healthy }) => !healthy).map(({ component }) => component)
}

test('at its limits all is well', async () => {
  expect(await failing({})).toEqual([])
  expect(await readings(well)).toHaveLength(6)
})

test('one coin with a stale price, and no market at all, are noticed', async () => {
  const stale = quotes.map((quote) =>
    quote.symbol === 'XRP' ? { ...quote, freshness: 'stale' as const } : quote,
  )
  expect(await failing({ prices: async () => ({ ...market, quotes: stale }) })).toEqual(['prices'])
  expect(await failing({ prices: async () => undefined })).toEqual(['prices'])
  expect(await failing({ prices: () => Promise.reject(new Error('away')) })).toEqual(['prices'])
})

test('a slow first word and more than one failure in a hundred are noticed', async () => {
  expect(
    await failing({ turnFigures: async () => ({ turns: 1000, failed: 10, firstWordP95Ms: 5001 }) }),
  ).toEqual(['first_word'])
  expect(
    await failing({ turnFigures: async () => ({ turns: 1000, failed: 11, firstWordP95Ms: 100 }) }),
  ).toEqual(['answers'])
})

test('a few turns are no basis for a percentage', async () => {
  expect(
    await failing({ turnFigures: async () => ({ turns: 19, failed: 19, firstWordP95Ms: 9000 }) }),
  ).toEqual([])
  expect(await failing({ turnFigures: async () => ({ turns: 20, failed: 2, firstWordP95Ms: 100 }) })).toEqual(
    [],
  )
})

test('without the database that is what is reported, and nothing that rests on it', async () => {
  const away = () => Promise.reject(new Error('away'))
  expect(await failing({ turnFigures: away, overdue: away })).toEqual(['database'])
})

test('a queue that is not drained and a Valkey that is away are noticed', async () => {
  expect(await failing({ overdue: async () => 100 })).toEqual(['push_queue'])
  expect(await failing({ backlog: async () => 20_000 })).toEqual(['push_queue'])
  expect(await failing({ valkeyUp: async () => false })).toEqual(['valkey'])
  expect(await failing({ valkeyUp: async () => undefined })).toEqual([])
})

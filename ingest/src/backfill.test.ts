import { describe, expect, it } from 'vitest'
import { backfill, rangesOf } from './backfill.ts'
import { binance } from './exchanges/binance.ts'
import type { Exchange } from './exchanges/exchange.ts'
import { gate } from './exchanges/gate.ts'
import { type KlinesOutcome, type RestVenue, restVenue } from './exchanges/rest.ts'
import type { Candle, StoredCandle } from './market/candle.ts'
import type { Hole } from './sinks/postgres.ts'

const minuteMs = 60_000
const candle = (atMs: number): Candle => ({
  ...{ atMs, open: '1', high: '1', low: '1', close: '1', volume: '1', quoteVolume: '1' },
})
const hole = (minute: number): Hole => ({ symbol: 'BTC', atMs: minute * minuteMs })

/** A store whose holes are what it was given less what was written. */
function storeWith(holes: readonly Hole[], fenced = false) {
  const written: StoredCandle[] = []
  return {
    written,
    holes: async () => holes,
    writeCandles: async (_: string, candles: readonly StoredCandle[]) => {
      if (fenced) return 'fenced' as const
      written.push(...candles)
      return 'written' as const
    },
  }
}

/** A venue that has the minutes given. */
function venueWith(exchange: Exchange, minutes: readonly number[] | undefined): RestVenue {
  return {
    exchange,
    klines: async (_, __, fromMs, lastMs): Promise<KlinesOutcome> => {
      if (minutes === undefined) return { status: 'unavailable', reason: 'HTTP 503' }
      const all = minutes.map((minute) => candle(minute * minuteMs))
      return { status: 'ok', candles: all.filter(({ atMs }) => atMs >= fromMs && atMs <= lastMs) }
    },
  }
}

const range = { fromMs: 0, toMs: 10 * minuteMs }
const quiet = () => undefined

describe('the back-fill', () => {
  it('takes from Binance what it has and the rest from Gate', async () => {
    const store = storeWith([hole(1), hole(2), hole(3)])
    const venues = [venueWith(binance, [1, 2, 5]), venueWith(gate, [1, 2, 3])]
    const outcome = await backfill({ store, venues, onTrouble: quiet }, '1m', range, 1)
    expect(outcome).toEqual({ status: 'done', filled: 3, left: 0 })
    expect(store.written.map(({ atMs, venue, source }) => [atMs / minuteMs, venue, source])).toEqual([
      [1, 'binance', 'klines'],
      [2, 'binance', 'klines'],
      [3, 'gate', 'klines'],
    ])
  })

  it('writes nothing that was not missing', async () => {
    const store = storeWith([hole(1), hole(4)])
    const venues = [venueWith(binance, [1, 2, 3, 4])]
    await backfill({ store, venues, onTrouble: quiet }, '1m', range, 1)
    expect(store.written.map(({ atMs }) => atMs / minuteMs)).toEqual([1, 4])
  })

  it('says what is left, and which venue could not be reached', async () => {
    const troubles: string[] = []
    const venues = [venueWith(binance, undefined), venueWith(gate, [])]
    const outcome = await backfill(
      {
        store: storeWith([hole(1)]),
        venues,
        onTrouble: (venue, reason) => troubles.push(`${venue} ${reason}`),
      },
      '1m',
      range,
      1,
    )
    expect(outcome).toEqual({ status: 'done', filled: 0, left: 1 })
    expect(troubles).toEqual(['binance HTTP 503'])
  })

  it('stops at once when a newer leader has written', async () => {
    const deps = { store: storeWith([hole(1)], true), venues: [venueWith(binance, [1])], onTrouble: quiet }
    expect(await backfill(deps, '1m', range, 1)).toEqual({ status: 'fenced' })
  })

  it('replaces candles that are known to be wrong', async () => {
    const store = storeWith([])
    const deps = { store, venues: [venueWith(binance, [7])], onTrouble: quiet }
    await backfill(deps, '1m', { ...range, repairs: [hole(7)] }, 1)
    expect(store.written).toHaveLength(1)
  })

  it('asks for at most 1000 candles at a time, and for near holes together', () => {
    const holes = [
      ...Array.from({ length: 1440 }, (_, minute) => hole(minute)),
      { symbol: 'ETH' as const, atMs: 0 },
    ]
    expect(rangesOf(holes, '1m').map(({ symbol, firstMs, lastMs }) => [symbol, firstMs, lastMs])).toEqual([
      ['BTC', 0, 999 * minuteMs],
      ['BTC', 1000 * minuteMs, 1439 * minuteMs],
      ['ETH', 0, 0],
    ])
  })
})

describe('a venue over REST', () => {
  const deps = (answers: readonly Response[], nowMs: () => number) => {
    const asked: string[] = []
    const left = [...answers]
    return {
      asked,
      nowMs,
      signal: new AbortController().signal,
      fetch: async (input: string | URL | Request) => {
        asked.push(String(input))
        return left.shift() ?? new Response('[]')
      },
    }
  }

  it('stays away for as long as it is told', async () => {
    let nowMs = 0
    const rest = deps([new Response('', { status: 429, headers: { 'retry-after': '30' } })], () => nowMs)
    const { klines } = restVenue(binance, 'http://venue', rest)
    expect(await klines('BTC', '1m', 0, 1)).toMatchObject({ status: 'unavailable', reason: 'HTTP 429' })
    nowMs = 29_999
    expect(await klines('BTC', '1m', 0, 1)).toMatchObject({ status: 'unavailable' })
    expect(rest.asked).toHaveLength(1)
    nowMs = 30_000
    expect(await klines('BTC', '1m', 0, 1)).toEqual({ status: 'ok', candles: [] })
  })

  it('takes a page of HTML for no answer', async () => {
    const { klines } = restVenue(
      gate,
      'http://venue',
      deps([new Response('<html>')], () => 0),
    )
    expect(await klines('BTC', '1m', 0, 1)).toMatchObject({ status: 'unavailable' })
  })
})

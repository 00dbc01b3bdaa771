import { type CandleInterval, type CoinSymbol, coinSymbols, type HistoryRange } from '@sage/db/vocabulary'
import { Candles, ErrorBody, FearGreedHistory } from '@sage/edge/contract'
import { describe, expect, it, vi } from 'vitest'
import { prices, ready } from '../stack.ts'
import { comparable, stepMs, trueCandles } from './truth.ts'
import { quotesOf, watchMarket } from './watcher.ts'

describe('prices', () => {
  it('are there for all six coins, live, with their venue and age', async () => {
    const { quotes, source, feeds } = await prices()
    expect(source).toBe('replay')
    expect(quotes.map(({ symbol }) => symbol)).toEqual(coinSymbols)
    expect(quotes.filter(({ freshness, ageMs }) => freshness !== 'live' || ageMs > 10_000)).toEqual([])
    expect(feeds.map(({ venue, status }) => [venue, status])).toEqual([
      ['binance', 'live'],
      ['gate', 'live'],
    ])
  })
})

describe('the stream', () => {
  it('gives a late joiner the whole market first, then only quotes that have changed', async () => {
    const early = await watchMarket()
    await expect.poll(() => early.heard.length, { timeout: 15_000 }).toBeGreaterThan(8)
    const late = await watchMarket()
    await expect.poll(() => late.heard.length, { timeout: 15_000 }).toBeGreaterThan(8)
    early.close()
    late.close()
    for (const { heard } of [early, late]) {
      const [first, ...rest] = heard.map(({ event }) => event)
      expect(first?.type === 'snapshot' && first.snapshot.quotes.map(({ symbol }) => symbol)).toEqual(
        coinSymbols,
      )
      const told = new Map<CoinSymbol, string>()
      for (const event of rest.filter(({ type }) => type === 'quotes')) {
        const { quotes } = quotesOf(event)
        expect(quotes.length).toBeGreaterThan(0)
        for (const { symbol, at, price, bid, ask } of quotes) {
          const said = [at, price, bid, ask].join(' ')
          expect(said).not.toBe(told.get(symbol))
          told.set(symbol, said)
        }
      }
    }
  })

  it('tells a reader news at most four times in any second, by its own account', async () => {
    const watcher = await watchMarket()
    await expect.poll(() => watcher.heard.length, { timeout: 20_000 }).toBeGreaterThan(20)
    watcher.close()
    const toldMs = watcher.heard.map(({ event }) => quotesOf(event).atMs)
    const tooSoon = toldMs.filter((ms, index) => ms - (toldMs[index - 4] ?? Number.NEGATIVE_INFINITY) < 1000)
    expect(tooSoon).toEqual([])
  })
})

const ranges: readonly { range: HistoryRange; interval: CandleInterval; count: number }[] = [
  { range: '1h', interval: '1m', count: 60 },
  { range: '24h', interval: '1m', count: 1440 },
  { range: '7d', interval: '1h', count: 168 },
  { range: '30d', interval: '1h', count: 720 },
  { range: '1y', interval: '1d', count: 365 },
]

async function history(symbol: CoinSymbol, range: HistoryRange): Promise<Candles> {
  const response = await fetch(`${ready().web}/api/market/history/${symbol}?range=${range}`)
  expect(response.status).toBe(200)
  return Candles.parse(await response.json())
}

describe('history', () => {
  it.each(ranges)(
    'of $range has no hole and is what really happened, for every coin',
    async ({ range, interval, count }) => {
      const step = stepMs[interval]
      for (const symbol of coinSymbols) {
        // A minute that an outage of another test tore is mended soon, and a copy of it serves for half a minute.
        await vi.waitFor(
          async () => {
            const nowMs = Date.now()
            const { candles, interval: given } = await history(symbol, range)
            expect(given).toBe(interval)
            const starts = candles.map(({ at }) => Date.parse(at))
            expect(starts).toEqual(starts.map((_, index) => (starts[0] ?? 0) + index * step))
            expect(Math.abs(starts.length - count)).toBeLessThanOrEqual(1)
            expect(starts.at(-1)).toBeGreaterThan(nowMs - 2 * step - 60_000)
            // The last minutes may still be on their way.
            const closed = candles.filter((_, index) => (starts[index] ?? 0) + step <= nowMs - 120_000)
            const truth = await trueCandles(
              symbol,
              interval,
              starts[0] ?? 0,
              (starts.at(closed.length - 1) ?? 0) + step,
            )
            expect(closed.length).toBeGreaterThan(count - 5)
            expect(closed.map(comparable)).toEqual(truth.map(comparable))
          },
          { timeout: 50_000, interval: 1000 },
        )
      }
    },
  )

  it('of a coin or range that is not known is refused', async () => {
    for (const path of ['PEPE?range=24h', 'BTC?range=2h']) {
      const response = await fetch(`${ready().web}/api/market/history/${path}`)
      expect(response.status).toBe(400)
      expect(ErrorBody.parse(await response.json()).error.code).toBe('bad_request')
    }
  })
})

describe('Fear & Greed', () => {
  it('has the last 30 days, a value each, today last', async () => {
    const response = await fetch(`${ready().web}/api/market/fear-greed`)
    const { points } = FearGreedHistory.parse(await response.json())
    const today = Math.floor(Date.now() / stepMs['1d'])
    const days = points.map(({ at }) => Math.floor(Date.parse(at) / stepMs['1d']))
    expect(days).toEqual(Array.from({ length: 30 }, (_, index) => today - 29 + index))
    expect(points.filter(({ value }) => value < 0 || value > 100)).toEqual([])
    expect((await prices()).fearGreed?.value).toBe(points.at(-1)?.value)
  })
})

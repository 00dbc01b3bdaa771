import { type CoinSymbol, coinSymbols } from '@sage/db/vocabulary'
import { ErrorBody, FearGreedHistory } from '@sage/edge/contract'
import { describe, expect, it, vi } from 'vitest'
import { prices, ready } from '../stack.ts'
import { expectTrueHistory, ranges } from './history.ts'
import { stepMs } from './truth.ts'
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

describe('history', () => {
  it.each(ranges)('of %s has no hole and is what really happened, for every coin', async (range) => {
    for (const symbol of coinSymbols) {
      // A minute that an outage of another test tore is mended soon, and a copy of it serves for half a minute.
      await vi.waitFor(() => expectTrueHistory(symbol, range), { timeout: 50_000, interval: 1000 })
    }
  })

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

import { MarketStreamEvent, type Quote } from '@sage/ingest/contract'
import { expect, test } from 'vitest'
import { readEvents } from '../http/sse-reader.ts'
import { applyEvent, type Board } from './board.ts'
import { FanOut } from './fan-out.ts'

const at = '2026-11-24T09:00:00.000Z'
const quote = (symbol: Quote['symbol'], price: string): Quote => ({
  symbol,
  price,
  venue: 'binance',
  at,
  ageMs: 0,
  freshness: 'live',
})

class Market {
  readonly fanOut = new FanOut()
  board: Board | undefined

  hear(event: MarketStreamEvent): void {
    this.board = applyEvent(this.board, event, 0)
    this.fanOut.note(event)
  }

  quotes(...quotes: Quote[]): void {
    this.hear({ type: 'quotes', at, quotes })
  }

  join() {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    this.fanOut.add(writable, this.board, 0)
    const events = readEvents(readable)
    return async () => MarketStreamEvent.parse(JSON.parse((await events.next()).value ?? ''))
  }
}

function opened(): Market {
  const market = new Market()
  market.hear({
    type: 'snapshot',
    snapshot: { at, source: 'replay', quotes: [quote('BTC', '1'), quote('ETH', '1')], feeds: [] },
  })
  return market
}

/** Lets pending reads and writes settle. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

test('a reader starts with the whole market at once, then gets only what changed', async () => {
  const market = opened()
  const next = market.join()
  expect((await next()).type).toBe('snapshot')
  market.quotes(quote('ETH', '2'))
  market.quotes(quote('ETH', '3'))
  const second = next()
  await settle()
  market.fanOut.flush(market.board, 250)
  expect(await second).toMatchObject({ type: 'quotes', quotes: [{ symbol: 'ETH', price: '3' }] })
})

test('who came before the market starts with the first snapshot', async () => {
  const market = new Market()
  const first = market.join()()
  await settle()
  market.fanOut.flush(market.board, 0)
  market.board = opened().board
  market.fanOut.flush(market.board, 10)
  expect((await first).type).toBe('snapshot')
})

test('news goes out when it comes, and waits only for who was told four times in the last second', async () => {
  const market = opened()
  const next = market.join()
  let nowMs = 0
  const prices = new Map<number, unknown>()
  const read = async () => {
    for (;;) {
      const event = await next()
      prices.set(nowMs, event.type === 'quotes' ? event.quotes[0]?.price : event.type)
    }
  }
  void read()
  await settle()
  for (nowMs = 100; nowMs <= 2000; nowMs += 100) {
    market.quotes(quote('BTC', String(nowMs)))
    market.fanOut.flush(market.board, nowMs)
    await settle()
  }
  const inFirstSecond = [[0, 'snapshot'], ...[100, 200, 300].map((ms) => [ms, String(ms)])]
  const later = [1000, 1100, 1200, 1300, 2000].map((ms) => [ms, String(ms)])
  expect([...prices]).toEqual([...inFirstSecond, ...later])
})

test('a slow reader misses nothing: it gets the newest of all that changed, later', async () => {
  const market = opened()
  const next = market.join()
  await next()
  await settle()
  market.quotes(quote('BTC', '2'))
  market.fanOut.flush(market.board, 250)
  market.quotes(quote('ETH', '5'))
  market.fanOut.flush(market.board, 500)
  market.quotes(quote('BTC', '6'))
  market.fanOut.flush(market.board, 750)
  expect(await next()).toMatchObject({ quotes: [{ symbol: 'BTC', price: '2' }] })
  const last = next()
  await settle()
  market.fanOut.flush(market.board, 1000)
  const event = await last
  expect(
    event.type === 'quotes' && event.quotes.map(({ symbol, price }) => `${symbol} ${price}`).sort(),
  ).toEqual(['BTC 6', 'ETH 5'])
})

test('a reader that takes nothing for a minute is let go; one that does stays', async () => {
  const market = opened()
  market.join()
  const next = market.join()
  for (let nowMs = 0; nowMs <= 60_000; nowMs += 1000) {
    await next()
    market.quotes(quote('BTC', String(nowMs)))
    await settle()
    market.fanOut.flush(market.board, nowMs)
  }
  expect(market.fanOut.size).toBe(1)
  expect(await next()).toMatchObject({ quotes: [{ price: '60000' }] })
})

import type { Quote, Snapshot } from '@sage/ingest/contract'
import { expect, test } from 'vitest'
import { applyEvent, type Board, quoteAt, snapshotOf, standing } from './board.ts'

const at = '2026-11-24T09:00:00.000Z'

function quote(symbol: Quote['symbol'], price: string, ageMs = 100): Quote {
  return { symbol, price, venue: 'binance', at, ageMs, freshness: 'live' }
}

function snapshot(...quotes: Quote[]): Snapshot {
  return { at, source: 'live', quotes, fearGreed: { value: 40, at, ageMs: 1000 }, feeds: [] }
}

function boardWith(...quotes: Quote[]): Board {
  const board = applyEvent(undefined, { type: 'snapshot', snapshot: snapshot(...quotes) }, 0)
  if (!board) throw new Error('a snapshot makes a board')
  return board
}

test('quotes before the first snapshot are nothing', () => {
  expect(applyEvent(undefined, { type: 'quotes', at, quotes: [quote('BTC', '1')] }, 0)).toBeUndefined()
})

test('a change replaces its coin and leaves the others', () => {
  const board = applyEvent(
    boardWith(quote('BTC', '1'), quote('ETH', '2')),
    { type: 'quotes', at, quotes: [quote('BTC', '3')] },
    50,
  )
  expect(board && snapshotOf(board, 50).quotes.map(({ symbol, price }) => [symbol, price])).toEqual([
    ['BTC', '3'],
    ['ETH', '2'],
  ])
})

test('without news a price turns stale, then is gone', () => {
  const board = boardWith(quote('BTC', '1', 100))
  expect(snapshotOf(board, 9_900).quotes[0]).toMatchObject({ ageMs: 10_000, freshness: 'live' })
  expect(snapshotOf(board, 9_901).quotes[0]).toMatchObject({ ageMs: 10_001, freshness: 'stale' })
  expect(snapshotOf(board, 299_901).quotes).toEqual([])
  expect(snapshotOf(board, 5_000).fearGreed?.ageMs).toBe(6_000)
})

const secondsAfter = (seconds: number) => new Date(Date.parse(at) + seconds * 1000).toISOString()

test('news that was held up on the way is as old as it is, whatever the clocks differ by', () => {
  // The hub's clock is far off ingest's, and news takes 20 ms.
  const start = applyEvent(undefined, { type: 'snapshot', snapshot: snapshot(quote('BTC', '1', 0)) }, 20)
  const inTime = applyEvent(
    start,
    { type: 'quotes', at: secondsAfter(5), quotes: [quote('BTC', '2', 100)] },
    5_020,
  )
  expect(inTime && snapshotOf(inTime, 5_020).quotes).toMatchObject([{ price: '2', ageMs: 100 }])
  const late = applyEvent(
    inTime,
    { type: 'quotes', at: secondsAfter(6), quotes: [quote('BTC', '3', 100)] },
    18_020,
  )
  expect(late && snapshotOf(late, 18_020).quotes).toMatchObject([
    { price: '3', ageMs: 12_100, freshness: 'stale' },
  ])
  const again = applyEvent(
    late,
    { type: 'quotes', at: secondsAfter(18), quotes: [quote('BTC', '4', 100)] },
    18_030,
  )
  expect(again && snapshotOf(again, 18_030).quotes).toMatchObject([
    { price: '4', ageMs: 110, freshness: 'live' },
  ])
})

test('a clock that was set right is believed again within ten minutes', () => {
  let board: Board | undefined = boardWith(quote('BTC', '1', 0))
  const ageAt = (second: number, clockErrorMs: number) => {
    const nowMs = second * 1000 + clockErrorMs
    const quotes = [quote('BTC', String(second), 0)]
    board = applyEvent(board, { type: 'quotes', at: secondsAfter(second), quotes }, nowMs)
    return board && quoteAt(board, 'BTC', nowMs)?.ageMs
  }
  expect(ageAt(1, -20_000)).toBe(0)
  expect(ageAt(2, 0)).toBe(20_000)
  const ages = Array.from({ length: 700 }, (_, index) => ageAt(3 + index, 0))
  expect(ages.slice(600)).toEqual(ages.slice(600).map(() => 0))
})

test('a change of standing shows without news', () => {
  const board = boardWith(quote('BTC', '1', 0))
  expect(standing(board, 0)).not.toBe(standing(board, 10_001))
})

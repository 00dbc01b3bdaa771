/** What must be true of every chart. */
import { type CandleInterval, type CoinSymbol, HistoryRange } from '@sage/db/vocabulary'
import { Candles } from '@sage/edge/contract'
import { expect } from 'vitest'
import { ready } from '../stack.ts'
import { comparable, stepMs, trueCandles } from './truth.ts'

export const ranges = HistoryRange.options

const drawnFrom: Readonly<
  Record<HistoryRange, { readonly interval: CandleInterval; readonly count: number }>
> = {
  '1h': { interval: '1m', count: 60 },
  '24h': { interval: '1m', count: 1440 },
  '7d': { interval: '1h', count: 168 },
  '30d': { interval: '1h', count: 720 },
  '1y': { interval: '1d', count: 365 },
}

/** The last minutes may still be on their way. */
const onTheirWayMs = 120_000

/** Candle after candle without a hole up to now, and every closed one as the replayed Binance has it. */
export async function expectTrueHistory(symbol: CoinSymbol, range: HistoryRange): Promise<void> {
  const { interval, count } = drawnFrom[range]
  const step = stepMs[interval]
  const nowMs = Date.now()
  const response = await fetch(`${ready().web}/api/market/history/${symbol}?range=${range}`)
  expect(response.status).toBe(200)
  const history = Candles.parse(await response.json())
  expect(history).toMatchObject({ symbol, interval })
  const starts = history.candles.map(({ at }) => Date.parse(at))
  const firstMs = starts[0] ?? 0
  expect(starts).toEqual(starts.map((_, index) => firstMs + index * step))
  expect(Math.abs(starts.length - count)).toBeLessThanOrEqual(1)
  expect(starts.at(-1)).toBeGreaterThan(nowMs - 2 * step - 60_000)
  const closed = history.candles.filter(({ at }) => Date.parse(at) + step <= nowMs - onTheirWayMs)
  expect(closed.length).toBeGreaterThan(count - 5)
  const truth = await trueCandles(symbol, interval, firstMs, firstMs + closed.length * step)
  expect(closed.map(comparable)).toEqual(truth.map(comparable))
}

import { describe, expect, it } from 'vitest'
import { barsOf } from './bars.ts'

const candle = (minute: number, open: number, high: number, low: number, close: number) => ({
  at: new Date(minute * 60_000).toISOString(),
  open: String(open),
  high: String(high),
  low: String(low),
  close: String(close),
  volume: '1.5',
  quoteVolume: '10',
})

describe('bars', () => {
  it('are the candles themselves when there is room for all', () => {
    const candles = [candle(0, 1, 2, 0.5, 1.5), candle(1, 1.5, 3, 1, 2)]
    expect(barsOf(candles, 2)).toEqual(candles)
  })

  it('open with the first, close with the last, and span the extremes of what they join', () => {
    const candles = [candle(0, 5, 6, 4, 5), candle(1, 5, 9, 5, 8), candle(2, 8, 8.5, 2, 3)]
    expect(barsOf(candles, 1)).toEqual([
      { at: candles[0]?.at, open: '5', high: '9', low: '2', close: '3', volume: '4.5', quoteVolume: '30' },
    ])
  })

  it('lose no volume, and the newest bar is a whole one', () => {
    const bars = barsOf(
      Array.from({ length: 11 }, (_, minute) => candle(minute, 1, 1, 1, 1)),
      4,
    )
    expect(bars.map((bar) => bar.volume)).toEqual(['3', '4.5', '4.5', '4.5'])
  })

  it('are none for no candles', () => {
    expect(barsOf([])).toEqual([])
  })
})

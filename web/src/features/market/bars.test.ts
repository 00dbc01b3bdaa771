import type { CandleInterval } from '@sage/db/vocabulary'
import { describe, expect, it } from 'vitest'
import { barsOf, liveBar } from './bars.ts'

const candle = (minute: number, open = 1, high = 1, low = 1, close = 1) => ({
  at: new Date(minute * 60_000).toISOString(),
  open: String(open),
  high: String(high),
  low: String(low),
  close: String(close),
  volume: '1.5',
  quoteVolume: '10',
})
const bars = (interval: CandleInterval, candles: ReturnType<typeof candle>[], most?: number) =>
  barsOf({ symbol: 'BTC', interval, candles }, most).bars
const times = (candles: { at: string }[]) => candles.map(({ at }) => at.slice(11, 16))

describe('bars', () => {
  it('are the candles themselves when there is room for all', () => {
    const candles = [candle(0, 1, 2, 0.5, 1.5), candle(1, 1.5, 3, 1, 2)]
    const shown = bars('1m', candles, 2)
    expect(shown.map(({ high, low }) => [high, low])).toEqual([
      ['2', '0.5'],
      ['3', '1'],
    ])
  })

  it('open with the first, close with the last, and span the extremes of what they join', () => {
    const candles = [candle(0, 5, 6, 4, 5), candle(1, 5, 9, 5, 8), candle(2, 8, 8.5, 2, 3)]
    expect(bars('1m', candles, 1)).toEqual([
      { at: candles[0]?.at, open: '5', high: '9', low: '2', close: '3', volume: '4.5', quoteVolume: '30' },
    ])
  })

  it('begin on the clock, wherever the candles begin', () => {
    const candles = Array.from({ length: 14 }, (_, place) => candle(3 + place))
    expect(times(bars('1m', candles, 5))).toEqual(['00:00', '00:05', '00:10', '00:15'])
  })

  it('lose no volume', () => {
    const shown = bars(
      '1m',
      Array.from({ length: 1440 }, (_, minute) => candle(minute)),
    )
    expect(shown).toHaveLength(144)
    expect(shown.reduce((total, bar) => total + Number(bar.volume), 0)).toBe(1440 * 1.5)
  })

  it('keep days apart, and are none for no candles', () => {
    expect(
      bars(
        '1d',
        Array.from({ length: 365 }, (_, day) => candle(day * 1440)),
      ),
    ).toHaveLength(365)
    expect(bars('1d', [])).toEqual([])
  })
})

describe('the live bar', () => {
  const shown = barsOf({ symbol: 'BTC', interval: '1m', candles: [candle(0), candle(1, 5, 6, 4, 5)] }, 2)
  const at = (minute: number) => new Date(minute * 60_000).toISOString()

  it('closes at the live price and reaches as far as that', () => {
    expect(liveBar(shown, { price: '7.5', at: at(1.5) })).toMatchObject({
      at: at(1),
      open: '5',
      high: '7.5',
      low: '4',
      close: '7.5',
    })
    expect(liveBar(shown, { price: '3', at: at(1.9) })).toMatchObject({ high: '6', low: '3', close: '3' })
  })

  it('is a new one once the time of the last is over', () => {
    expect(liveBar(shown, { price: '8', at: at(2.1) })).toMatchObject({ at: at(2), open: '8', volume: '0' })
  })

  it('is not made of a price from before the last bar, nor where nothing is drawn', () => {
    expect(liveBar(shown, { price: '8', at: at(0.5) })).toBeUndefined()
    expect(liveBar({ lengthMs: 60_000, bars: [] }, { price: '8', at: at(2) })).toBeUndefined()
  })
})

import { describe, expect, it } from 'vitest'
import { type Candle, coins, createMarket, type Trade } from './market-model.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const start = Date.UTC(2026, 10, 24, 9, 30, 17, 250)

/** A market with a clock that stands where it is put. */
function marketAt(nowMs: number, seed = 'test') {
  const clock = { nowMs }
  return { clock, market: createMarket(seed, () => clock.nowMs) }
}

function fold(trades: readonly Trade[]) {
  return {
    open: trades[0]?.price,
    close: trades.at(-1)?.price,
    high: Math.max(...trades.map(({ price }) => price)),
    low: Math.min(...trades.map(({ price }) => price)),
    quantity: trades.reduce((sum, { quantity }) => sum + quantity, 0),
    quote: trades.reduce((sum, { price, quantity }) => sum + BigInt(price) * BigInt(quantity), 0n),
    trades: trades.length,
  }
}

function figures({ open, close, high, low, quantity, quote, trades }: Candle) {
  return { open, close, high, low, quantity, quote, trades }
}

describe('the replayed market', () => {
  it('is the same for everyone who asks with the same seed', () => {
    const one = marketAt(start).market
    const other = marketAt(start).market
    other.statistics('binance', 'ETH')
    for (const coin of coins) {
      expect(one.tape('binance', coin).trades(start - minuteMs, start)).toEqual(
        other.tape('binance', coin).trades(start - minuteMs, start),
      )
    }
    const stranger = marketAt(start, 'another').market
    expect(stranger.tape('binance', 'BTC').last(start)).not.toEqual(one.tape('binance', 'BTC').last(start))
  })

  it.each(['binance', 'gate'] as const)(
    'makes each minute’s candle of exactly the trades of that minute on %s',
    async (venue) => {
      const { market } = marketAt(start)
      const toMs = Math.floor(start / minuteMs) * minuteMs
      for (const coin of coins) {
        const candles = await market.candles(venue, coin, {
          intervalMs: minuteMs,
          fromMs: toMs - hourMs,
          toMs: toMs - 1,
        })
        expect(candles).toHaveLength(60)
        for (const candle of candles) {
          const trades = market.tape(venue, coin).trades(candle.openMs - 1, candle.openMs + minuteMs - 1)
          expect(figures(candle)).toEqual(fold(trades))
        }
      }
    },
  )

  it('gives trades consecutive ids and non-decreasing times, in whatever pieces they are asked for', () => {
    const { market } = marketAt(start)
    const tape = market.tape('binance', 'SOL')
    const whole = tape.trades(start - hourMs, start)
    const pieces: Trade[] = []
    for (let atMs = start - hourMs; atMs < start; atMs += 100) pieces.push(...tape.trades(atMs, atMs + 100))
    expect(pieces).toEqual(whole)
    whole.slice(1).forEach((trade, index) => {
      expect(trade.id).toBe((whole[index]?.id ?? 0) + 1)
      expect(trade.atMs).toBeGreaterThanOrEqual(whole[index]?.atMs ?? 0)
    })
  })

  it('adds minutes up to hours, and hours to days', async () => {
    const { market } = marketAt(start)
    const day = Date.UTC(2026, 10, 20)
    const days = await market.candles('binance', 'XRP', { intervalMs: dayMs, fromMs: day, toMs: day })
    const minutes = await market.candles('binance', 'XRP', {
      intervalMs: minuteMs,
      fromMs: day,
      toMs: day + dayMs - 1,
    })
    expect(minutes).toHaveLength(1440)
    expect(days[0]?.quote).toBe(minutes.reduce((sum, { quote }) => sum + quote, 0n))
    expect(days[0]?.high).toBe(Math.max(...minutes.map(({ high }) => high)))
    expect(days[0]?.open).toBe(minutes[0]?.open)
    expect(days[0]?.close).toBe(minutes.at(-1)?.close)
  })

  it('counts only what has happened into the running minute, and everything once it is over', async () => {
    const { clock, market } = marketAt(start)
    const openMs = Math.floor(start / minuteMs) * minuteMs
    const range = { intervalMs: minuteMs, fromMs: openMs, toMs: openMs }
    const [running] = await market.candles('binance', 'BTC', range)
    expect(running && figures(running)).toEqual(fold(market.tape('binance', 'BTC').trades(openMs - 1, start)))
    clock.nowMs = openMs + minuteMs
    const [closed] = await market.candles('binance', 'BTC', range)
    expect(closed?.trades).toBe(60)
  })

  it('tells 24-hour figures that the trades of the day bear out', () => {
    const { market } = marketAt(start)
    for (const coin of coins) {
      const day = market.statistics('binance', coin)
      const openMs = Math.floor(start / minuteMs) * minuteMs - dayMs + minuteMs
      const trades = market.tape('binance', coin).trades(openMs - 1, start)
      expect(day && figures(day.candle)).toEqual(fold(trades))
      expect(day?.last).toEqual(trades.at(-1))
    }
  })

  it('has a believable year: no coin collapses, calm and wild days differ, coins move together', async () => {
    const { market } = marketAt(start)
    const range = { intervalMs: dayMs, fromMs: start - 365 * dayMs, toMs: start }
    const returns = (candles: readonly Candle[]) => candles.map(({ open, close }) => Math.log(close / open))
    const bitcoin = returns(await market.candles('binance', 'BTC', range))
    const ether = returns(await market.candles('binance', 'ETH', range))
    const deviation = Math.sqrt(bitcoin.reduce((sum, each) => sum + each ** 2, 0) / bitcoin.length)
    expect(bitcoin).toHaveLength(365)
    expect(deviation).toBeGreaterThan(0.01)
    expect(deviation).toBeLessThan(0.05)
    expect(Math.max(...bitcoin.map(Math.abs))).toBeLessThan(0.25)
    expect(correlation(bitcoin, ether)).toBeGreaterThan(0.6)
  })

  it('lets the venues differ by a few basis points only', () => {
    const { market } = marketAt(start)
    for (const coin of coins) {
      const binance = market.tape('binance', coin)
      const gate = market.tape('gate', coin)
      const priceOf = (tape: typeof gate) => (tape.last(start)?.price ?? 0) / 10 ** tape.listing.priceDecimals
      expect(Math.abs(priceOf(gate) / priceOf(binance) - 1)).toBeLessThan(0.003)
    }
    expect(market.tape('gate', 'BTC').trades(start - minuteMs, start)).not.toEqual(
      market.tape('binance', 'BTC').trades(start - minuteMs, start),
    )
  })
})

describe('a forced price', () => {
  it('changes nothing that has been traded, and moves both venues from then on', () => {
    const { clock, market } = marketAt(start)
    const tape = market.tape('binance', 'BTC')
    const before = tape.trades(start - 2 * minuteMs, start)
    market.force({ path: { BTC: [['+0s', '-5.2%']] }, still: true })
    expect(tape.trades(start - 2 * minuteMs, start)).toEqual(before)
    clock.nowMs = start + minuteMs
    for (const venue of ['binance', 'gate'] as const) {
      const trades = market.tape(venue, 'BTC').trades(start, clock.nowMs)
      const model = market.tape(venue, 'BTC').modelPrice(start + 1)
      const unit = 10 ** market.tape(venue, 'BTC').listing.priceDecimals
      for (const { price } of trades) expect(price / unit / model).toBeCloseTo(0.948, 4)
    }
  })

  it('is followed along its waypoints', () => {
    const { clock, market } = marketAt(start)
    const tape = market.tape('binance', 'ETH')
    const model = tape.modelPrice(start + 1)
    market.force({
      path: {
        ETH: [
          ['+10m', '+8%'],
          ['+20m', '0%'],
        ],
      },
      still: true,
    })
    clock.nowMs = start + 30 * minuteMs
    const at = (ms: number) => (tape.last(start + ms)?.price ?? 0) / 100 / model - 1
    expect(at(10 * minuteMs)).toBeCloseTo(0.08, 2)
    expect(at(5 * minuteMs)).toBeCloseTo(0.04, 2)
    expect(at(29 * minuteMs)).toBeCloseTo(0, 4)
  })

  it('can be set outright, for a single venue, and keeps live trades and candles equal', async () => {
    const { clock, market } = marketAt(start)
    market.force({ price: { DOGE: 0.5 }, venue: 'gate' })
    clock.nowMs = start + 3 * minuteMs
    const openMs = Math.floor(start / minuteMs) * minuteMs
    const trades = market.tape('gate', 'DOGE').trades(openMs - 1, openMs + minuteMs - 1)
    const [candle] = await market.candles('gate', 'DOGE', {
      intervalMs: minuteMs,
      fromMs: openMs,
      toMs: openMs,
    })
    expect(candle && figures(candle)).toEqual(fold(trades))
    expect((market.tape('gate', 'DOGE').last(clock.nowMs)?.price ?? 0) / 1e5).toBeCloseTo(0.5, 1)
    expect((market.tape('binance', 'DOGE').last(clock.nowMs)?.price ?? 0) / 1e5).toBeLessThan(0.3)
  })

  it('can be forced again from where it has come to', () => {
    const { clock, market } = marketAt(start)
    const tape = market.tape('binance', 'SOL')
    const model = tape.modelPrice(start + 1)
    market.force({ path: { SOL: [['+0s', '-10%']] }, still: true })
    clock.nowMs = start + minuteMs
    const first = tape.trades(start, clock.nowMs)
    market.force({ path: { SOL: [['+0s', '-10%']] }, still: true })
    clock.nowMs = start + 2 * minuteMs
    expect(tape.trades(start, start + minuteMs)).toEqual(first)
    expect((tape.last(clock.nowMs)?.price ?? 0) / 100 / model).toBeCloseTo(0.81, 3)
  })
})

function correlation(one: readonly number[], other: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanOne, meanOther] = [mean(one), mean(other)]
  const covariance = mean(one.map((value, index) => (value - meanOne) * ((other[index] ?? 0) - meanOther)))
  const deviation = (values: readonly number[], centre: number) =>
    Math.sqrt(mean(values.map((value) => (value - centre) ** 2)))
  return covariance / (deviation(one, meanOne) * deviation(other, meanOther))
}

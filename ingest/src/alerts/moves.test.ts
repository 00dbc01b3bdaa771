import type { CoinSymbol } from '@sage/db/vocabulary'
import { describe, expect, it } from 'vitest'
import { createLookout } from './lookout.ts'
import { type FoundMove, initialDetector, judgeMove } from './moves.ts'
import { looksAt, minuteMs, startMs, trade } from './testing.ts'

const thresholds = { BTC: 5, ETH: 7, SOL: 10, BNB: 10, DOGE: 10, XRP: 10 } as const

function movesIn(symbol: CoinSymbol, prices: readonly (readonly [string, number])[]): FoundMove[] {
  let detector = initialDetector
  return looksAt(symbol, prices).flatMap((look) => {
    const judged = judgeMove(detector, look, thresholds[symbol])
    detector = judged.detector
    return judged.found ?? []
  })
}

/** Prices a minute apart. */
const minutes = (...prices: string[]) =>
  prices.map((price, index) => [price, startMs + index * minuteMs] as const)

describe('a sudden move', () => {
  it.each([
    ['BTC', '80000', '83992.00', undefined],
    ['BTC', '80000', '84000.00', '5'],
    ['BTC', '80000', '76008.00', undefined],
    ['BTC', '80000', '76000.00', '-5'],
    ['ETH', '3000', '3209.70', undefined],
    ['ETH', '3000', '3210.00', '7'],
    ['ETH', '3000', '2790.30', undefined],
    ['ETH', '3000', '2790.00', '-7'],
    ['SOL', '138.10', '151.896', undefined],
    ['SOL', '138.10', '151.91', '10'],
    ['BNB', '860.3', '946.24', undefined],
    ['BNB', '860.3', '774.27', '-10'],
    ['DOGE', '0.142', '0.156185', undefined],
    ['DOGE', '0.142', '0.1562', '10'],
    ['XRP', '2.05', '1.84521', undefined],
    ['XRP', '2.05', '1.845', '-10'],
  ] as const)('%s from %s to %s: %s', (symbol, from, to, percent) => {
    const found = movesIn(symbol, minutes(from, to))
    expect(found.map(({ changePercent }) => changePercent)).toEqual(percent === undefined ? [] : [percent])
  })

  it('says from where it came, on which venue, in how many minutes', () => {
    expect(movesIn('BTC', minutes('79000', '80000', '79500', '75900'))).toEqual([
      {
        key: 'move:BTC:first',
        kind: 'move',
        symbol: 'BTC',
        direction: 'down',
        changePercent: '-5.13',
        price: '75900',
        referencePrice: '80000',
        venue: 'binance',
        minutes: 2,
        atMs: startMs + 3 * minuteMs,
      },
    ])
  })

  it('that oscillates around the threshold for an hour is told once', () => {
    const prices = Array.from({ length: 3600 }, (_, second): readonly [string, number] => [
      second === 0 ? '80000' : second % 2 === 0 ? '76080' : '75960',
      startMs + second * 1000,
    ])
    expect(movesIn('BTC', prices)).toHaveLength(1)
  })

  it('is told again only after an hour, and after it has been below half of the threshold', () => {
    // Down 5 %, then another 2 % lower every quarter of an hour: never quiet within an hour.
    const steps = Array.from({ length: 12 }, (_, index) => (76_000 * 0.98 ** index).toFixed(2))
    const falling = steps.map((price, index) => [price, startMs + minuteMs + index * 15 * minuteMs] as const)
    const endMs = startMs + minuteMs + 11 * 15 * minuteMs
    const start = [['80000', startMs]] as const
    expect(movesIn('BTC', [...start, ...falling])).toHaveLength(1)
    const low = steps.at(-1) ?? ''
    const quiet = [[low, endMs + 61 * minuteMs]] as const
    const again = [[(Number(low) * 1.05).toFixed(2), endMs + 62 * minuteMs]] as const
    const found = movesIn('BTC', [...start, ...falling, ...quiet, ...again])
    expect(found.map(({ direction }) => direction)).toEqual(['down', 'up'])
    expect(found[1]?.key).toBe(`move:BTC:${new Date(startMs + minuteMs).toISOString()}`)
  })

  it('over more than an hour is none', () => {
    expect(
      movesIn('BTC', [
        ['80000', startMs],
        ['75000', startMs + 61 * minuteMs],
      ]),
    ).toEqual([])
  })

  it('is the same on the way back: what rose before it fell has not risen from where it fell to', () => {
    // Within one look: first the high, then the low, which is 4 % below it.
    const lookout = createLookout()
    lookout.onTick(trade('BTC', '80000', startMs), startMs, startMs)
    lookout.onTick(trade('BTC', '76800', startMs + 50), startMs + 50, startMs + 50)
    const [look] = lookout.look(() => 'binance')
    expect(look).toMatchObject({ rise: { percent: 0 }, fall: { percent: 4 } })
  })
})

describe('the venue', () => {
  it('that takes over brings its own past, so that a gap between two venues is no move', () => {
    const lookout = createLookout()
    const found: FoundMove[] = []
    let detector = initialDetector
    for (let second = 0; second < 60; second += 1) {
      const atMs = startMs + second * 1000
      lookout.onTick(trade('BTC', '80000', atMs), atMs, atMs)
      lookout.onTick(trade('BTC', '88000', atMs, 'gate'), atMs, atMs)
      for (const look of lookout.look(() => (second < 30 ? 'binance' : 'gate'))) {
        const judged = judgeMove(detector, look, 5)
        detector = judged.detector
        if (judged.found) found.push(judged.found)
      }
    }
    expect(found).toEqual([])
  })

  it('that speaks late is not judged by it: what is older than 10 s is history only', () => {
    const lookout = createLookout()
    lookout.onTick(trade('BTC', '80000', startMs), startMs, startMs)
    expect(lookout.look(() => 'binance')).toHaveLength(1)
    lookout.onTick(trade('BTC', '70000', startMs + 1000), startMs + 1000, startMs + 12_000)
    expect(lookout.look(() => 'binance')).toEqual([])
  })
})

it('the hour before the start is remembered from candles', () => {
  const lookout = createLookout()
  const candle = (atMs: number, price: string) => ({
    ...{ atMs, open: price, high: price, low: price, close: price },
    ...{ volume: '1', quoteVolume: '1' },
  })
  lookout.remember('binance', 'BTC', [
    candle(startMs - 60 * minuteMs, '70000'),
    candle(startMs - 30 * minuteMs, '80000'),
  ])
  const [look] = looksAt('BTC', [['76000', startMs + minuteMs]], lookout)
  expect(look).toMatchObject({ fall: { percent: 5, reference: { price: '80000' } }, rise: { percent: 0 } })
  expect(look?.change1h).toMatchObject({ signed: 8.571428571 })
})

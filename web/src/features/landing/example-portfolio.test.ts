import { describe, expect, it } from 'vitest'
import { exampleCurve } from './example-portfolio.ts'

const closes = (...prices: number[]) =>
  prices.map((price, day) => ({ at: `2026-11-0${day + 1}T00:00:00.000Z`, close: String(price) }))

describe('the example portfolio', () => {
  it('begins at 100 and weighs each coin by its share', () => {
    const curve = exampleCurve({ BTC: closes(100, 110), ETH: closes(10, 12), SOL: closes(50, 40) })
    expect(curve[0]).toEqual({ at: '2026-11-01T00:00:00.000Z', own: 100, btc: 100 })
    // 50 % +10 %, 30 % +20 %, 20 % -20 %.
    expect(curve[1]?.own).toBeCloseTo(107, 10)
    expect(curve[1]?.btc).toBeCloseTo(110, 10)
  })

  it('leaves out moments at which a coin has no price', () => {
    const curve = exampleCurve({
      BTC: closes(1, 2, 3),
      ETH: closes(1, 2, 3),
      SOL: closes(1, 2, 3).toSpliced(1, 1),
    })
    expect(curve.map(({ at }) => at.slice(8, 10))).toEqual(['01', '03'])
  })

  it('is empty rather than invented where prices are missing', () => {
    expect(exampleCurve({ BTC: closes(1, 2), ETH: [], SOL: closes(1, 2) })).toEqual([])
    expect(exampleCurve({ BTC: closes(1), ETH: closes(1), SOL: closes(1) })).toEqual([])
  })
})

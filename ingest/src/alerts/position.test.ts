/** Against the portfolio page's own reckoning of lots, on random ledgers. */
import { describe, expect, it } from 'vitest'
import { Money } from '../../../edge/src/portfolio/decimal.ts'
import { fillsOf } from '../../../edge/src/portfolio/fills.ts'
import { LotBook, lotValue } from '../../../edge/src/portfolio/lots.ts'
import { type LedgerClose, type LedgerTrade, openPosition } from './position.ts'

const trade = (
  id: string,
  side: 'buy' | 'sell',
  quantity: string,
  price: string,
  atMs: number,
): LedgerTrade => ({
  ...{ id, side, quantity, price, atMs },
  ...{ portfolioId: 'one', symbol: 'BTC', fee: String(Number(quantity) * Number(price) * 0.001) },
})

describe('an open position', () => {
  it('is what is held and what it cost', () => {
    expect(openPosition([trade('a', 'buy', '2', '100', 1)], [])).toEqual({
      quantity: 2,
      offset: 0,
      cost: 200.2,
    })
    expect(
      openPosition([trade('a', 'buy', '2', '100', 1), trade('b', 'sell', '2', '120', 2)], []),
    ).toBeUndefined()
    const closed = openPosition(
      [trade('a', 'buy', '2', '100', 1)],
      [{ tradeId: 'a', quantity: '1', atMs: 2 }],
    )
    expect(closed).toEqual({ quantity: 1, offset: 0, cost: 100.1 })
  })

  it('is worth and has cost what the portfolio page says', () => {
    let state = 7
    const random = () => {
      state = (state * 16_807) % 2_147_483_647
      return state / 2_147_483_647
    }
    for (let round = 0; round < 200; round += 1) {
      const trades: LedgerTrade[] = []
      const closes: LedgerClose[] = []
      const left = new Map<string, number>()
      for (let step = 1; step <= 12; step += 1) {
        const quantity = Math.ceil(random() * 40) / 4
        const [id] = [...left].find(([, open]) => open >= quantity) ?? []
        if (id !== undefined && random() < 0.3 && trades.every(({ side }) => side === 'buy')) {
          closes.push({ tradeId: id, quantity: String(quantity), atMs: step })
          left.set(id, (left.get(id) ?? 0) - quantity)
          continue
        }
        const price = (50 + random() * 100).toFixed(2)
        const made = trade(`t${step}`, random() < 0.6 ? 'buy' : 'sell', String(quantity), price, step)
        trades.push(made)
        if (trades.every(({ side }) => side === 'buy')) left.set(made.id, quantity)
      }
      const book = new LotBook()
      const fills = fillsOf([
        ...trades,
        ...closes.map(({ tradeId, quantity, atMs }) => ({
          ...({ id: `close ${atMs}`, symbol: 'BTC', side: 'sell', quantity, price: '1', fee: '0' } as const),
          ...{ closes: tradeId, atMs },
        })),
      ])
      for (const fill of fills) book.apply(fill)
      const open = [...book.open()]
      const position = openPosition(trades, closes)
      const value = open.reduce((sum, lot) => sum + lotValue(lot, new Money('77')).toNumber(), 0)
      const cost = open.reduce(
        (sum, lot) => sum + lot.quantity.times(lot.entryPrice).plus(lot.entryFee).toNumber(),
        0,
      )
      expect((position?.quantity ?? 0) * 77 + (position?.offset ?? 0)).toBeCloseTo(value, 6)
      expect(position?.cost ?? 0).toBeCloseTo(cost, 6)
    }
  })
})

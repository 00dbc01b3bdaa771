import { describe, expect, it } from 'vitest'
import type { Entries } from './ledger.ts'
import { storedClose, storedTrade } from './testing/entries.ts'
import { outcomesOf, pricesNow, toCsv, tradeViews } from './trade-views.ts'

const views = (entries: Entries, prices = {}) => tradeViews(entries.trades, outcomesOf(entries), [], prices)

describe('a trade as its owner reads it', () => {
  it('is worth what its open part is worth, and won what its closed part won', () => {
    const [view] = views(
      {
        trades: [storedTrade('a', 'buy', '4', 'ETH', '100', 0)],
        closes: [storedClose('x', 'a', '1', '130', 1)],
      },
      { ETH: '110' },
    )
    expect(view).toMatchObject({
      openedQuantity: '4',
      openQuantity: '3',
      // 3 x 110
      value: '330',
      // 130 - 100
      realised: '30',
      // 3 x 10
      unrealised: '30',
      profit: '60',
      // 60 / 400
      return: '0.15',
      exits: [{ quantity: '1', price: '130', tradeId: null, profit: '30' }],
    })
  })

  it('that was closed by a later sale names that sale, and the sale opened only what was left', () => {
    const [bought, sold] = views(
      {
        trades: [
          storedTrade('a', 'buy', '1', 'ETH', '100', 0),
          storedTrade('b', 'sell', '3', 'ETH', '120', 1),
        ],
        closes: [],
      },
      { ETH: '110' },
    )
    expect(bought).toMatchObject({ openQuantity: '0', value: '0', exits: [{ tradeId: 'b', quantity: '1' }] })
    // 2 x (2 x 120 - 110)
    expect(sold).toMatchObject({ direction: 'inverse', openedQuantity: '2', openQuantity: '2', value: '260' })
  })

  it('has no value while its coin has no live price', () => {
    const entries = { trades: [storedTrade('a', 'buy', '1', 'ETH', '100', 0)], closes: [] }
    const prices = pricesNow([{ symbol: 'ETH', price: '110', freshness: 'stale' }])
    expect(views(entries, prices)).toMatchObject([
      { value: null, unrealised: null, profit: null, return: null },
    ])
  })

  it('can be taken back until ten seconds after it was filled', () => {
    const [view] = views({ trades: [storedTrade('a', 'buy', '1', 'ETH', '100', 0)], closes: [] })
    expect(view?.undoUntil).toBe('2026-01-01T00:00:10.000Z')
  })

  it('is a line of CSV, its exits the lines after it, all of them as long as the header', () => {
    const entries = {
      trades: [storedTrade('a', 'buy', '4', 'ETH', '100', 0)],
      closes: [storedClose('x', 'a', '1', '130', 1)],
    }
    const lines = toCsv(views(entries, { ETH: '110' })).split('\r\n')
    expect(lines).toHaveLength(4)
    expect(new Set(lines.slice(0, 3).map((line) => line.split(',').length))).toEqual(new Set([19]))
    expect(lines[1]).toMatch(/^a,2026-01-01T00:00:00.000Z,ETH,buy,hand,4,100,0,binance,/)
    expect(lines[2]).toMatch(/^a,2026-01-01T01:00:00.000Z,ETH,sell,exit,1,130,0,binance,/)
  })
})

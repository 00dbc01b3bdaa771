/** What must hold for every portfolio. */
import { coinSymbols } from '@sage/db/vocabulary'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Figures } from '../contract/figures.ts'
import { Money } from './decimal.ts'
import type { Trade } from './fills.ts'
import type { PriceSeries } from './prices.ts'
import { day, figures } from './testing/cases.ts'

const days = 12
const cents = (max: number) => fc.integer({ min: 1, max }).map((value) => new Money(value).div(100).toFixed())
const symbol = fc.constantFrom(...coinSymbols)

const trade = (symbols: fc.Arbitrary<Trade['symbol']>): fc.Arbitrary<Trade> =>
  fc.record({
    id: fc.uuid(),
    symbol: symbols,
    side: fc.constantFrom('buy' as const, 'sell' as const),
    quantity: cents(1000),
    price: cents(20_000),
    fee: cents(50),
    // Hours, so that trades of one moment and trades at a close occur.
    at: fc.integer({ min: 0, max: days * 24 }).map((hour) => day(1 + hour / 24)),
  })

const trades = fc.array(trade(symbol), { minLength: 1, maxLength: 25 })

const prices: fc.Arbitrary<PriceSeries> = fc
  .array(fc.array(cents(20_000), { minLength: days + 1, maxLength: days + 1 }), {
    minLength: coinSymbols.length,
    maxLength: coinSymbols.length,
  })
  .map((rows) =>
    Object.fromEntries(
      coinSymbols.map((each, coin) => [each, (rows[coin] ?? []).map((price, at) => [day(at + 1), price])]),
    ),
  )

const all = (list: readonly Trade[], series: PriceSeries) => figures(list, series, days + 1)

const ratios = (result: Figures) => ({
  timeWeighted: result.timeWeightedReturn,
  moneyWeighted: result.moneyWeightedReturn,
  benchmark: result.benchmarkReturn,
  return: result.return,
  maxDrawdown: result.maxDrawdown,
  volatility: result.volatility,
  sharpe: result.sharpe,
  sortino: result.sortino,
  winRate: result.winRate,
  profitFactor: result.profitFactor,
})

/** Equal to 9 significant digits: a rate is found in floating point, and a split fee rounds. */
function expectSame(one: object, other: object): void {
  const rounded = (figures: object) =>
    Object.fromEntries(
      Object.entries(figures).map(([name, value]) => [
        name,
        typeof value === 'string' ? Number(Number(value).toPrecision(9)) : value,
      ]),
    )
  expect(rounded(one)).toEqual(rounded(other))
}

describe('for every portfolio', () => {
  it('value is cash flows and profit, and profit is what was realised and what was not', () => {
    fc.assert(
      fc.property(trades, prices, (list, series) => {
        const result = all(list, series)
        const text = (value: string | null) => new Money(value ?? 'missing')
        const flows = text(result.invested).minus(result.withdrawn)
        expect(flows.plus(text(result.profit)).minus(text(result.value)).abs().lt('1e-15')).toBe(true)
        const parts = text(result.realised).plus(text(result.unrealised))
        expect(parts.minus(text(result.profit)).abs().lt('1e-15')).toBe(true)
      }),
    )
  })

  it('the order of input does not matter', () => {
    const shuffled = trades.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
      ),
    )
    fc.assert(
      fc.property(shuffled, prices, ([list, other], series) => {
        expect(all(other, series)).toEqual(all(list, series))
      }),
    )
  })

  it('splitting a trade in two changes nothing', () => {
    fc.assert(
      fc.property(
        trades,
        prices,
        fc.nat(),
        fc.integer({ min: 1, max: 99 }),
        (list, series, which, percent) => {
          const index = which % list.length
          const parts = list.flatMap((each, at): Trade[] => {
            if (at !== index) return [each]
            const share = (text: string) => new Money(text).times(percent).div(100)
            const quantity = share(each.quantity)
            const fee = share(each.fee)
            return [
              { ...each, quantity: quantity.toFixed(), fee: fee.toFixed() },
              {
                ...each,
                id: `${each.id}b`,
                quantity: new Money(each.quantity).minus(quantity).toFixed(),
                fee: new Money(each.fee).minus(fee).toFixed(),
              },
            ]
          })
          expect(all(parts, series)).toEqual(all(list, series))
        },
      ),
    )
  })

  it('scaling every quantity and fee changes no percentage', () => {
    fc.assert(
      fc.property(trades, prices, fc.constantFrom('0.001', '3', '1000'), (list, series, factor) => {
        const scaled = list.map((each) => ({
          ...each,
          quantity: new Money(each.quantity).times(factor).toFixed(),
          fee: new Money(each.fee).times(factor).toFixed(),
        }))
        expectSame(ratios(all(scaled, series)), ratios(all(list, series)))
      }),
    )
  })

  it('one that only buys and sells its own BTC has an excess of exactly 0', () => {
    const own = fc.array(trade(fc.constant('BTC')), { minLength: 1, maxLength: 25 }).map((list) => {
      let held = new Money(0)
      return [...list]
        .sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.side < b.side ? -1 : 1))
        .filter((each) => {
          const after = each.side === 'buy' ? held.plus(each.quantity) : held.minus(each.quantity)
          if (after.lt(0)) return false
          held = after
          return true
        })
    })
    fc.assert(
      fc.property(own, prices, (list, series) => {
        const result = all(list, series)
        // Where fees have eaten the whole portfolio, it and its benchmark are worth nothing alike.
        expect(result.excessReturn).toBe('0')
        expect(result.equity.map((point) => point.index)).toEqual(
          result.equity.map((point) => point.benchmarkIndex),
        )
      }),
    )
  })
})

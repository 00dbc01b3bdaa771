import { describe, expect, it } from 'vitest'
import { createLookout } from './lookout.ts'
import type { Rule } from './rule.ts'
import { createRuleSet, type FoundFiring, type RuleSet } from './rule-set.ts'
import { looksAt, minuteMs, newRule, startMs, trade } from './testing.ts'

function setOf(...rules: Rule[]): RuleSet {
  const set = createRuleSet()
  for (const rule of rules) set.put(rule)
  return set
}

/** Prices of BTC a minute apart, judged one after the other. */
function run(set: RuleSet, ...prices: string[]): FoundFiring[] {
  const timed = prices.map((price, index) => [price, startMs + index * minuteMs] as const)
  return looksAt('BTC', timed).flatMap((look) => set.judge(look).firings)
}
const pricesOf = (firings: readonly FoundFiring[]) => firings.map(({ price }) => price)

describe('a rule about a price', () => {
  it.each([
    ['price_above', ['99', '99.99', '100', '101'], ['100']],
    ['price_below', ['101', '100.01', '100', '99'], ['100']],
  ] as const)('%s fires when it is reached, once', (kind, prices, expected) => {
    expect(pricesOf(run(setOf(newRule({ kind, threshold: '100' })), ...prices))).toEqual(expected)
  })

  it('that is met when it is made waits for a crossing', () => {
    const set = setOf(newRule({ kind: 'price_above', threshold: '100' }))
    expect(pricesOf(run(set, '101', '102', '99.9', '100.5'))).toEqual(['100.5'])
  })

  it('does not mind what was before it was made or changed', () => {
    const rule = newRule({ kind: 'price_above', threshold: '100', updatedAtMs: startMs + 90_000 })
    expect(run(setOf(rule), '99', '99', '101')).toEqual([])
    const changed = { ...rule, armedAtMs: startMs, lastFiredAtMs: startMs }
    expect(pricesOf(run(setOf(changed), '99', '99', '99', '101'))).toEqual(['101'])
  })

  it('oscillating around its threshold for an hour is told once', () => {
    const set = setOf(newRule({ kind: 'price_above', threshold: '100', cooldownMs: 5 * minuteMs }))
    const prices = Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? '99.6' : '100.4'))
    expect(run(set, ...prices)).toHaveLength(1)
  })

  it('fires again after its cool-down, once the price has come back far enough', () => {
    const set = setOf(newRule({ kind: 'price_above', threshold: '100', cooldownMs: 5 * minuteMs }))
    // Back, but too early; back again in time, but not far enough; then far enough.
    const prices = ['99', '100', '99', '101', '101', '101', '99.6', '101', '99.4', '101']
    expect(pricesOf(run(set, ...prices))).toEqual(['100', '101'])
    expect(run(set, '99')).toEqual([])
  })

  it('that speaks once is over after that', () => {
    const set = setOf(newRule({ kind: 'price_above', threshold: '100', once: true, cooldownMs: 0 }))
    expect(run(set, '99', '100', '90', '100')).toHaveLength(1)
    expect(set.size).toBe(0)
  })

  it('is found among many without touching the others', () => {
    const rules = Array.from({ length: 5000 }, (_, index) =>
      newRule({ kind: index % 2 === 0 ? 'price_above' : 'price_below', threshold: String(50 + index / 50) }),
    )
    const found = run(setOf(...rules), '100', '100.1', '100.1', '99.9')
    // Those between are armed by the first price that is on their near side.
    expect(new Set(found.map(({ rule }) => rule.id))).toEqual(
      new Set(
        rules
          .filter(({ kind, threshold }) =>
            kind === 'price_above'
              ? Number(threshold) > 100 && Number(threshold) <= 100.1
              : Number(threshold) < 100.1 && Number(threshold) >= 99.9,
          )
          .map(({ id }) => id),
      ),
    )
  })

  it('goes on from where another task has left it', () => {
    const kept = newRule({ kind: 'price_above', threshold: '100', armedAtMs: startMs - 1 })
    expect(pricesOf(run(setOf(kept), '101'))).toEqual(['101'])
    const cooling = { ...kept, lastFiredAtMs: startMs - 1, armedAtMs: undefined }
    const { armedAtMs: _, ...fired } = cooling
    expect(run(setOf(fired), '99', '101')).toEqual([])
  })

  it('can be removed and replaced', () => {
    const rule = newRule({ kind: 'price_above', threshold: '100' })
    const set = setOf(rule)
    run(set, '99')
    set.put({ ...rule, threshold: '200' })
    expect(run(set, '99', '150')).toEqual([])
    set.remove(rule.id)
    expect(run(set, '99', '250')).toEqual([])
  })
})

describe('a change of venue', () => {
  /** Binance until `switchAt`, then Gate, whose prices are 1.2 % higher. */
  function looks(prices: readonly (readonly [binance: string, gate: string])[], switchAt: number) {
    const lookout = createLookout()
    return prices.flatMap(([binance, gate], index) => {
      const atMs = startMs + index * 1000
      lookout.onTick(trade('BTC', binance, atMs), atMs, atMs)
      lookout.onTick(trade('BTC', gate, atMs, 'gate'), atMs, atMs)
      return lookout.look(() => (index < switchAt ? 'binance' : 'gate'))
    })
  }
  const firings = (set: RuleSet, seen: ReturnType<typeof looks>) =>
    seen.flatMap((look) => set.judge(look).firings)

  it('crosses nothing by itself', () => {
    const set = setOf(newRule({ kind: 'price_above', threshold: '101' }))
    const steady = Array.from({ length: 10 }, () => ['100', '101.2'] as const)
    expect(firings(set, looks(steady, 5))).toEqual([])
  })

  it('loses no crossing: one on the new venue counts, also of what lay between the two', () => {
    const set = setOf(
      newRule({ kind: 'price_above', threshold: '101' }),
      newRule({ kind: 'price_above', threshold: '102' }),
    )
    const steady = Array.from({ length: 6 }, () => ['100', '101.2'] as const)
    const found = firings(set, looks([...steady, ['100', '101.8'], ['100', '102']], 5))
    expect(found.map(({ rule, price }) => [rule.threshold, price])).toEqual([
      ['101', '101.8'],
      ['102', '102'],
    ])
    const left = setOf(newRule({ kind: 'price_above', threshold: '101' }))
    const back = firings(left, looks([...steady, ['100', '100.9'], ['100', '101.1']], 5))
    expect(pricesOf(back)).toEqual(['101.1'])
  })
})

describe('other rules', () => {
  it.each([
    ['100', '102.99', []],
    ['100', '103', ['3']],
    ['100', '97', ['-3']],
  ] as const)('a change over an hour: from %s to %s', (from, to, expected) => {
    const set = setOf(newRule({ kind: 'change_1h', threshold: '3' }))
    const hour = Array.from({ length: 62 }, () => from)
    const found = run(set, ...hour, to)
    expect(found.map(({ changePercent }) => changePercent)).toEqual(expected)
  })

  it('a change over a day is the one that the venue states', () => {
    const set = setOf(newRule({ kind: 'change_24h', threshold: '5' }))
    const lookout = createLookout()
    const found = ['4.99', '5.00', '-5.5'].flatMap((changePercent24h, index) => {
      const atMs = startMs + index * 1000
      const ticker = {
        ...({ type: 'ticker', venue: 'binance', symbol: 'BTC', exchangeMs: atMs, changePercent24h } as const),
        ...{ price: '100', bid: '100', ask: '100', high24h: '100', low24h: '100', volume24h: '1' },
      }
      lookout.onTick(ticker, atMs, atMs)
      return lookout.look(() => 'binance').flatMap((look) => set.judge(look).firings)
    })
    expect(found.map(({ changePercent }) => changePercent)).toEqual(['5'])
  })

  it('Fear & Greed', () => {
    const set = setOf(
      newRule({ kind: 'fear_greed_below', threshold: '20', cooldownMs: 5 * minuteMs }),
      newRule({ kind: 'fear_greed_above', threshold: '75', cooldownMs: 5 * minuteMs }),
    )
    const values = [50, 21, 20, 19, 21, 20, 23, 20, 74, 75]
    const found = values.flatMap(
      (value, index) => set.judgeMood(value, startMs + index * 10 * minuteMs).firings,
    )
    expect(found.map(({ rule, value }) => [rule.kind, value])).toEqual([
      ['fear_greed_below', 20],
      ['fear_greed_below', 20],
      ['fear_greed_above', 75],
    ])
  })

  it('a position that has won or lost so much, fees included', () => {
    const rule = newRule({ kind: 'position_change', threshold: '10', cooldownMs: 0 })
    const set = createRuleSet()
    // Two coins for 100 each: +10 % at 110, -10 % at 90; it re-arms within 5 %.
    set.put(rule, { quantity: 2, offset: 0, cost: 200 })
    const found = run(set, '100', '109.99', '110', '104', '90.01', '90')
    expect(found.map(({ price, changePercent }) => [price, changePercent])).toEqual([
      ['110', '10'],
      ['90', '-10'],
    ])
    const none = setOf(newRule({ kind: 'position_change', threshold: '10' }))
    expect(run(none, '100', '1000')).toEqual([])
  })

  it('a coin that is avoided wins as it falls', () => {
    const set = createRuleSet()
    set.put(newRule({ kind: 'position_change', threshold: '10' }), { quantity: -1, offset: 200, cost: 100 })
    const found = run(set, '100', '90')
    expect(found.map(({ changePercent }) => changePercent)).toEqual(['10'])
  })
})

import type { CoinSymbol, Venue } from '@sage/db/vocabulary'
import { describe, expect, it } from 'vitest'
import type { AlertReport } from '../contract.ts'
import { createLookout } from './lookout.ts'
import type { Rule } from './rule.ts'
import type { AlertStore } from './store.ts'
import { minuteMs, newRule, startMs, trade } from './testing.ts'
import { createAlertWatch } from './watch.ts'

const thresholds = {
  ...{ movePercent: { BTC: 5, ETH: 7, SOL: 10, BNB: 10, DOGE: 10, XRP: 10 }, jump: 15, fear: 10, greed: 90 },
}

/** PostgreSQL as far as alerts go: rules and keys, a fence, and an outage. */
function memoryStore(rules: Rule[]) {
  const stored = new Map(rules.map((rule) => [rule.id, rule]))
  const keys = new Set<string>()
  const lastLooks = new Map<CoinSymbol, number>()
  const control = {
    away: false,
    fence: 0,
    detectors: new Map<CoinSymbol, { armed: boolean; firedAtMs?: number }>(),
  }
  const held = (fence: number) => {
    if (control.away) throw new Error('away')
    if (fence < control.fence) return false
    control.fence = fence
    return true
  }
  const at = new Date(startMs).toISOString()
  const store: AlertStore = {
    detectors: async () => new Map(control.detectors),
    rules: async () => [...stored.values()].map((rule) => ({ rule, enabled: true })),
    ledgers: async () => new Map(),
    history: async () => ({ events: [], firings: [] }),
    close: async () => undefined,
    async writeEvent(found, fence) {
      if (!held(fence)) return { status: 'fenced' }
      if (keys.has(found.key)) return { status: 'written', written: [] }
      keys.add(found.key)
      if (found.kind === 'move') control.detectors.set(found.symbol, { armed: false, firedAtMs: found.atMs })
      return {
        status: 'written',
        written: [{ id: found.key, kind: found.kind, direction: found.direction, at }],
      }
    },
    async rearmDetector(symbol, detector, fence) {
      if (!held(fence)) return { status: 'fenced' }
      control.detectors.set(symbol, detector)
      return { status: 'written', written: [] }
    },
    async writeFirings(found, fence) {
      if (!held(fence)) return { status: 'fenced' }
      const valid = found.filter(({ rule }) => stored.get(rule.id)?.lastFiredAtMs === rule.lastFiredAtMs)
      for (const { after } of valid) stored.set(after.id, after)
      return {
        status: 'written',
        written: valid.map(({ rule: { id: ruleId, kind, threshold } }) => ({
          ...{ id: `firing of ${ruleId}`, ruleId, userId: 'user', kind, threshold, at },
        })),
      }
    },
    async armRules(rules, fence) {
      if (!held(fence)) return { status: 'fenced' }
      for (const rule of rules) stored.set(rule.id, rule)
      return { status: 'written', written: [] }
    },
  }
  return { store, control, lastLooks }
}

type Store = ReturnType<typeof memoryStore>

/** A task on these stores that hears the same prices as the others. */
function task({ store, lastLooks }: Store, clock: { nowMs: number }) {
  const lookout = createLookout()
  const told: string[] = []
  const flags: { fence: number | undefined; valkeyAway: boolean } = { fence: undefined, valkeyAway: false }
  const watch = createAlertWatch({
    lookout,
    liveVenue: (): Venue => 'binance',
    mood: () => [],
    store,
    queue: {
      async add(reports: readonly AlertReport[]) {
        if (flags.valkeyAway) throw new Error('away')
        for (const each of reports) told.push(each.type === 'rule_fired' ? each.firing.id : each.event.id)
      },
    },
    lastLooks: {
      read: async () => new Map(lastLooks),
      async write(looks) {
        for (const { symbol, toMs } of looks) lastLooks.set(symbol, toMs)
      },
    },
    remembers: () => true,
    thresholds,
    fence: () => flags.fence,
    deposed: () => {
      flags.fence = undefined
    },
    nowMs: () => clock.nowMs,
  })
  return {
    lookout,
    told,
    flags,
    watch,
    hear(price: string) {
      lookout.onTick(trade('BTC', price, clock.nowMs), clock.nowMs, clock.nowMs)
      watch.look()
    },
    async settle() {
      await watch.refresh()
      await watch.write().catch(() => undefined)
      await watch.report().catch(() => undefined)
    },
  }
}

function setUp(...rules: Rule[]) {
  const stores = memoryStore(rules)
  const clock = { nowMs: startMs }
  const [one, other] = [task(stores, clock), task(stores, clock)]
  async function pass(ms: number, price?: string, tasks = [one, other]) {
    clock.nowMs += ms
    if (price !== undefined) for (const each of tasks) each.hear(price)
    for (const each of tasks) await each.settle()
  }
  return { ...stores, clock, one, other, pass }
}
const rule = () => newRule({ id: 'rule', kind: 'price_above', threshold: '100' })

describe('a leader', () => {
  it('tells what is crossed; the others do not', async () => {
    const { one, other, pass } = setUp(rule())
    one.flags.fence = 1
    await pass(100, '99')
    await pass(100, '99')
    await pass(100, '101')
    expect(one.told).toEqual(['firing of rule'])
    expect(other.told).toEqual([])
  })

  it('that dies at the crossing is followed by one that has seen it, though the price is back', async () => {
    const { one, other, pass } = setUp(rule())
    one.flags.fence = 1
    await pass(100, '99')
    await pass(100, '99')
    await pass(100, '94', [other])
    await pass(100, '101', [other])
    await pass(9000, '99', [other])
    other.flags.fence = 2
    await pass(100, '99', [other])
    expect(other.told).toEqual(['move:BTC:first', 'firing of rule'])
    expect(one.told).toEqual([])
  })

  it('that was told of already is not told again by the next', async () => {
    const { one, other, pass } = setUp(rule())
    one.flags.fence = 1
    await pass(100, '99')
    await pass(100, '99')
    await pass(100, '106')
    expect(one.told).toEqual(['move:BTC:first', 'firing of rule'])
    one.flags.fence = undefined
    other.flags.fence = 2
    for (let second = 0; second < 130; second += 10) await pass(10_000, '106')
    expect(other.told).toEqual([])
  })

  it('that has been replaced without knowing it writes nothing', async () => {
    const { one, pass, control } = setUp(rule())
    one.flags.fence = 1
    await pass(100, '99')
    await pass(100, '99')
    control.fence = 2
    await pass(100, '101')
    expect(one.told).toEqual([])
    expect(one.flags.fence).toBeUndefined()
  })
})

describe('a rule that is made', () => {
  it('just before its crossing is told of it, though it is read after that', async () => {
    const { one, store, pass } = setUp()
    one.flags.fence = 1
    await pass(100, '99')
    const made = [
      newRule({ id: 'near', kind: 'price_above', threshold: '100', updatedAtMs: startMs + 150 }),
      newRule({ id: 'met', kind: 'price_above', threshold: '98', updatedAtMs: startMs + 150 }),
      newRule({ id: 'late', kind: 'price_above', threshold: '100', updatedAtMs: startMs + 250 }),
    ]
    store.rules = async () => []
    await pass(100, '101')
    store.rules = async () => made.map((rule) => ({ rule, enabled: true }))
    store.writeFirings = async (found) => ({
      status: 'written',
      written: found.map(({ rule: { id, kind, threshold } }) => ({
        ...{ id, ruleId: id, userId: 'user', kind, threshold, at: new Date(startMs).toISOString() },
      })),
    })
    await pass(1000)
    expect(one.told).toEqual(['near'])
  })
})

describe('an outage', () => {
  it('of PostgreSQL holds up what was judged, in its order, and loses none of it', async () => {
    const { one, pass, control } = setUp(rule())
    one.flags.fence = 1
    await pass(100, '99')
    await pass(100, '99')
    control.away = true
    await pass(100, '106')
    await pass(100, '99')
    expect(one.told).toEqual([])
    control.away = false
    await pass(60_000, '99')
    expect(one.told).toEqual(['move:BTC:first', 'firing of rule'])
  })

  it('of more than a quarter of an hour makes it no news', async () => {
    const { one, pass, control } = setUp(rule())
    one.flags.fence = 1
    await pass(100, '99')
    await pass(100, '99')
    control.away = true
    await pass(100, '101')
    await pass(16 * minuteMs)
    control.away = false
    await pass(100, '101')
    expect(one.told).toEqual([])
  })

  it('of Valkey holds up the reports only', async () => {
    const { one, pass } = setUp(rule())
    one.flags.fence = 1
    await pass(100, '99')
    await pass(100, '99')
    one.flags.valkeyAway = true
    await pass(100, '101')
    expect(one.told).toEqual([])
    one.flags.valkeyAway = false
    await pass(5000, '101')
    expect(one.told).toEqual(['firing of rule'])
  })
})

describe('the only task', () => {
  it('that was away finds in the venue’s candles what it has missed, once', async () => {
    const stores = memoryStore([rule()])
    const clock = { nowMs: startMs + 30_000 }
    const first = task(stores, clock)
    first.flags.fence = 1
    for (const price of ['99', '99']) {
      first.hear(price)
      await first.settle()
      clock.nowMs += 100
    }
    clock.nowMs += 150_000
    const next = task(stores, clock)
    next.hear('99')
    const candle = (atMs: number, high: string) => ({
      ...{ atMs, open: '99', high, low: '99', close: '99', volume: '1', quoteVolume: '1' },
    })
    next.lookout.remember('binance', 'BTC', [
      candle(startMs - minuteMs, '101'),
      candle(startMs, '99.5'),
      candle(startMs + minuteMs, '102'),
      candle(startMs + 2 * minuteMs, '99'),
    ])
    next.flags.fence = 2
    await next.settle()
    await next.settle()
    expect(next.told).toEqual(['firing of rule'])
  })
})

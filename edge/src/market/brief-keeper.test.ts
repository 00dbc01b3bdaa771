import { expect, test } from 'vitest'
import { type Brief, type MarketState, memoryBriefStore } from '../pipeline/brief.ts'
import { BriefKeeper, briefInterestMs, briefPaceMs } from './brief-keeper.ts'

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const minuteMs = 60_000

/** A keeper, a clock, and a market whose BTC price the test sets. */
function keeper(make: 'succeeds' | 'fails' = 'succeeds') {
  let nowMs = startMs
  let btc = 100_000
  let made = 0
  const now = () => new Date(nowMs)
  const state = (): MarketState => ({ at: now().toISOString(), prices: { BTC: String(btc) } })
  const store = memoryBriefStore(now)
  const subject = new BriefKeeper({
    store,
    async make() {
      made += 1
      if (make === 'fails') return undefined
      const brief: Brief = { state: state(), items: [] }
      await store.put(brief)
      return brief
    },
    now,
  })
  return {
    subject,
    store,
    state,
    made: () => made,
    moveBtc: (price: number) => {
      btc = price
    },
    /** Looks every second for `ms`. */
    async pass(ms: number) {
      for (const endMs = nowMs + ms; nowMs < endMs; nowMs += 1000) await subject.look(state)
    },
  }
}

test('a night without questions makes no brief', async () => {
  const { pass, made } = keeper()
  await pass(8 * 60 * minuteMs)
  expect(made()).toBe(0)
})

test('once somebody has asked, a brief is ready at any time, in a calm market from one in five minutes', async () => {
  const { subject, store, state, pass, made } = keeper()
  subject.asked()
  for (let minute = 0; minute < 20; minute += 1) {
    await pass(minuteMs)
    expect(await store.get(state())).toBeDefined()
  }
  expect(made()).toBe(5)
})

test('a move of half a percent makes a new one, a smaller one does not', async () => {
  const { subject, moveBtc, pass, made } = keeper()
  subject.asked()
  await pass(30_000)
  moveBtc(100_400)
  await pass(30_000)
  expect(made()).toBe(1)
  moveBtc(100_500)
  await pass(30_000)
  expect(made()).toBe(2)
})

test('half an hour after the last question it is over', async () => {
  const { subject, pass, made } = keeper()
  subject.asked()
  await pass(briefInterestMs)
  const then = made()
  await pass(8 * 60 * minuteMs)
  expect(made()).toBe(then)
  subject.asked()
  await pass(minuteMs)
  expect(made()).toBe(then + 1)
})

test('a raging market sets no faster pace than the set one', async () => {
  const { subject, moveBtc, pass, made } = keeper()
  subject.asked()
  for (let second = 0; second < 60; second += 1) {
    moveBtc(100_000 + (second % 2) * 10_000)
    await pass(1000)
  }
  expect(made()).toBeLessThanOrEqual(minuteMs / briefPaceMs)
})

test('while Claude is away it asks more and more seldom', async () => {
  const { subject, pass, made } = keeper('fails')
  subject.asked()
  await pass(29 * minuteMs)
  expect(made()).toBeLessThan(12)
})

test('a brief that a turn is making is not made twice', async () => {
  const { subject, store, state, pass, made } = keeper()
  subject.asked()
  expect(await store.claim(state())).toBe(true)
  await pass(5000)
  expect(made()).toBe(0)
})

test('one at a time, however long it takes', async () => {
  const answer = Promise.withResolvers<Brief | undefined>()
  let nowMs = startMs
  let made = 0
  const now = () => new Date(nowMs)
  const state = (): MarketState => ({ at: now().toISOString(), prices: { BTC: String(nowMs) } })
  const subject = new BriefKeeper({
    store: memoryBriefStore(now),
    make: () => {
      made += 1
      return answer.promise
    },
    now,
  })
  subject.asked()
  nowMs += briefPaceMs
  const first = subject.look(state)
  for (let second = 0; second < 60; second += 1) {
    nowMs += 1000
    await subject.look(state)
  }
  expect(made).toBe(1)
  answer.resolve(undefined)
  await first
})

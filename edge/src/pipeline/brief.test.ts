import { describe, expect, test } from 'vitest'
import { type Brief, isCurrent, type MarketState, memoryBriefStore } from './brief.ts'

const state: MarketState = { at: '2026-11-24T09:00:00.000Z', prices: { BTC: '100000', DOGE: '0.4' } }
const brief: Brief = { state, items: [] }

describe('a brief', () => {
  test.each<[string, MarketState, boolean]>([
    ['holds while nothing moves', { ...state, at: '2026-11-24T09:04:59.999Z' }, true],
    ['holds below a move of 0.5 %', { ...state, prices: { BTC: '100499', DOGE: '0.4' } }, true],
    ['ends with a rise of 0.5 %', { ...state, prices: { BTC: '100500', DOGE: '0.4' } }, false],
    ['ends with a fall of 0.5 %', { ...state, prices: { BTC: '99500', DOGE: '0.4' } }, false],
    ['ends with a move of any coin', { ...state, prices: { BTC: '100000', DOGE: '0.402' } }, false],
    ['ends after five minutes', { ...state, at: '2026-11-24T09:05:00.000Z' }, false],
    ['ends when a coin goes', { ...state, prices: { BTC: '100000' } }, false],
    ['ends when a coin appears', { ...state, prices: { ...state.prices, ETH: '3000' } }, false],
  ])('%s', (_, now, expected) => {
    expect(isCurrent(brief, now)).toBe(expected)
  })
})

test('one of many who find no brief makes it, and another may if the first never comes back', async () => {
  let nowMs = Date.parse(state.at)
  const store = memoryBriefStore(() => new Date(nowMs))
  const claims = await Promise.all(Array.from({ length: 100 }, () => store.claim(state)))
  expect(claims.filter(Boolean)).toHaveLength(1)
  nowMs += 10_000
  expect(await store.claim(state)).toBe(true)
  await store.put(brief)
  expect(await store.get(state)).toBe(brief)
  expect(await store.claim(state)).toBe(false)
})

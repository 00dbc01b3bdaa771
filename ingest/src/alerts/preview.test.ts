import { describe, expect, it } from 'vitest'
import { PreviewRequest } from '../contract.ts'
import { previewMoodRule, previewRule } from './preview.ts'

const hourMs = 3_600_000
const startMs = Date.parse('2026-11-24T00:00:00Z')
const at = (hour: number) => new Date(startMs + hour * hourMs).toISOString()

/** Hours by their lows, highs and closes. */
const hours = (...each: readonly (readonly [low: string, high: string, close: string])[]) =>
  each.map(([low, high, close], index) => ({
    ...{ atMs: startMs + index * hourMs, open: close, low, high, close },
    ...{ volume: '1', quoteVolume: '1' },
  }))
const request = (given: unknown) => PreviewRequest.parse(given)

describe('a preview', () => {
  it('says when the price would have reached the threshold', () => {
    const candles = hours(
      ['98', '99', '99'],
      ['99', '101', '100'],
      ['99', '103', '99'],
      ['99', '99', '99'],
      ['99', '102', '99'],
    )
    const rule = { kind: 'price_above', symbol: 'BTC', threshold: '100' }
    expect(previewRule(request(rule), candles, startMs)).toEqual([
      { at: at(1), price: '101' },
      { at: at(4), price: '102' },
    ])
    expect(previewRule(request({ ...rule, once: true }), candles, startMs)).toHaveLength(1)
    expect(previewRule(request({ ...rule, cooldownMinutes: 600 }), candles, startMs)).toHaveLength(1)
    expect(previewRule(request(rule), candles, startMs + 2 * hourMs)).toEqual([{ at: at(4), price: '102' }])
  })

  it('holds a change against the price so long before', () => {
    const candles = hours(
      ['99', '100', '100'],
      ['99', '100', '100'],
      ['96.9', '100', '99'],
      ['99', '99', '99'],
      ['99', '102', '102'],
    )
    const rule = { kind: 'change_1h', symbol: 'BTC', threshold: '3' }
    expect(previewRule(request(rule), candles, startMs)).toEqual([
      { at: at(2), price: '96.9', changePercent: '-3.1' },
      { at: at(4), price: '102', changePercent: '3.03' },
    ])
    const day = hours(...Array.from({ length: 25 }, () => ['100', '100', '100'] as const), [
      '100',
      '106',
      '106',
    ])
    expect(previewRule(request({ ...rule, kind: 'change_24h', threshold: '6' }), day, startMs)).toEqual([
      { at: at(25), price: '106', changePercent: '6' },
    ])
  })

  it('of a rule about a position takes today’s', () => {
    const candles = hours(['99', '100', '100'], ['100', '111', '110'])
    const rule = request({ kind: 'position_change', symbol: 'BTC', threshold: '10' })
    expect(previewRule(rule, candles, startMs, { quantity: 1, offset: 0, cost: 100 })).toEqual([
      { at: at(1), price: '111', changePercent: '11' },
    ])
    expect(previewRule(rule, candles, startMs)).toEqual([])
  })

  it('of Fear & Greed goes from day to day', () => {
    const points = [30, 19, 25, 18].map((value, day) => ({ value, at: at(24 * day) }))
    const rule = request({ kind: 'fear_greed_below', threshold: '20' })
    expect(previewMoodRule(rule, points, startMs)).toEqual([
      { at: at(24), value: 19 },
      { at: at(72), value: 18 },
    ])
  })

  it('needs a coin where there is one, and none for Fear & Greed', () => {
    for (const bad of [
      { kind: 'price_above', threshold: '1' },
      { kind: 'fear_greed_above', threshold: '1', symbol: 'BTC' },
      { kind: 'price_above', threshold: '0', symbol: 'BTC' },
      { kind: 'price_above', threshold: '1', symbol: 'BTC', cooldownMinutes: 1 },
    ]) {
      expect(PreviewRequest.safeParse(bad).success).toBe(false)
    }
  })
})

import { expect, it } from 'vitest'
import { createPace } from './pace.ts'
import { normalSettings, type Settings } from './settings.ts'

const measured: Settings = {
  ...normalSettings,
  pace: {
    fast: { latencyMs: { medianMs: 600, p95Ms: 1300 }, tokensPerSecond: 100 },
    smart: { latencyMs: { medianMs: 1000, p95Ms: 1800 }, tokensPerSecond: 60 },
  },
}

it('draws latencies with the median and 95th percentile asked for, the same ones for the same seed', () => {
  const draw = () => {
    const pace = createPace(() => measured)
    return Array.from({ length: 4000 }, () => pace('fast', false).firstTokenMs)
  }
  const latencies = draw()
  expect(draw()).toEqual(latencies)
  const sorted = latencies.toSorted((one, other) => one - other)
  expect(Math.abs((sorted[2000] ?? 0) / 600 - 1)).toBeLessThan(0.05)
  expect(Math.abs((sorted[3800] ?? 0) / 1300 - 1)).toBeLessThan(0.08)
})

it('keeps the classes apart: one class’s requests do not change the other’s latencies', () => {
  const alone = createPace(() => measured)
  const mixed = createPace(() => measured)
  mixed('smart', false)
  expect(mixed('fast', false)).toEqual(alone('fast', false))
})

it('is slower when the model thinks first, and spreads tokens evenly', () => {
  const pace = createPace(() => normalSettings)
  expect(pace('smart', true).firstTokenMs).toBeGreaterThan(pace('smart', false).firstTokenMs)
  expect(pace('smart', false)).toEqual({ firstTokenMs: 350, msPerToken: 25 })
})

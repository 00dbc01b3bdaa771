import { describe, expect, it } from 'vitest'
import { type Arbitration, arbitrate, broke, heard, initialArbitration } from './arbiter.ts'
import { createLagMeter } from './lag.ts'
import { reconnectDelayMs, reconnectPolicy } from './reconnect.ts'

/** Data of each venue every 500 ms over the spans given in seconds, judged every 250 ms. */
function live(
  binance: readonly [number, number][],
  gate: readonly [number, number][],
  untilS: number,
): string[] {
  let state: Arbitration = initialArbitration(0)
  const path: string[] = []
  const within = (spans: readonly [number, number][], ms: number) =>
    ms % 500 === 0 && spans.some(([from, to]) => ms >= from * 1000 && ms <= to * 1000)
  for (let ms = 0; ms <= untilS * 1000; ms += 250) {
    if (within(binance, ms)) state = heard(state, 'binance', ms)
    if (within(gate, ms)) state = heard(state, 'gate', ms)
    const before = state.live
    state = arbitrate(state, ms)
    if (state.live !== before) path.push(`${state.live} at ${ms / 1000}`)
  }
  return path
}

describe('the arbiter', () => {
  it('stays with Binance while it speaks', () => {
    expect(live([[0, 60]], [[0, 60]], 60)).toEqual([])
  })

  it('goes to Gate after 3 s of silence, and back after 30 s of good data', () => {
    expect(
      live(
        [
          [0, 10],
          [20, 60],
        ],
        [[0, 60]],
        60,
      ),
    ).toEqual(['gate at 13', 'binance at 50'])
  })

  it('stays where it is if neither speaks', () => {
    expect(live([[0, 10]], [[0, 10]], 60)).toEqual([])
    expect(live([[0, 5]], [[0, 20]], 60)).toEqual(['gate at 8'])
  })

  it('counts the 30 s anew after every silence', () => {
    expect(
      live(
        [
          [0, 10],
          [20, 40],
          [44, 90],
        ],
        [[0, 90]],
        90,
      ),
    ).toEqual(['gate at 13', 'binance at 74'])
  })

  it('goes back to Binance at once if Gate falls silent', () => {
    expect(
      live(
        [
          [0, 10],
          [20, 60],
        ],
        [[0, 25]],
        60,
      ),
    ).toEqual(['gate at 13', 'binance at 28'])
  })

  it('goes to Gate if Binance never speaks', () => {
    expect(live([], [[0, 20]], 20)).toEqual(['gate at 3'])
  })

  it('goes to Gate after 1 s if the connection is known to be broken, and trusts a new one only after 30 s', () => {
    const both = heard(heard(initialArbitration(0), 'binance', 9900), 'gate', 10_500)
    const cut = broke(both, 'binance')
    expect(arbitrate(cut, 10_800).live).toBe('binance')
    expect(arbitrate(cut, 10_900).live).toBe('gate')
    const again = heard(heard(arbitrate(cut, 10_900), 'binance', 11_000), 'gate', 13_000)
    expect(arbitrate(again, 13_500).live).toBe('gate')
  })

  it('takes data that arrives late for as old as it is', () => {
    const state = heard(heard(initialArbitration(0), 'binance', 5000), 'gate', 9000)
    expect(arbitrate(state, 9000).live).toBe('gate')
  })
})

describe('the reconnect policy', () => {
  it('waits at most twice as long after each failure, and never longer than the cap', () => {
    const longest = (failures: number) => reconnectDelayMs({ failures, attemptsMs: [] }, 0, 1 - 1e-9)
    expect([0, 1, 2, 3].map(longest)).toEqual([249, 499, 999, 1999])
    expect(longest(1000)).toBeLessThan(reconnectPolicy.mostMs)
  })

  it('spreads the attempts of many over the whole wait', () => {
    expect(reconnectDelayMs({ failures: 3, attemptsMs: [] }, 0, 0)).toBe(0)
    expect(reconnectDelayMs({ failures: 3, attemptsMs: [] }, 0, 0.5)).toBe(1000)
  })

  it('never makes more attempts in five minutes than the venue allows', () => {
    const attemptsMs: number[] = []
    let nowMs = 0
    while (nowMs < 3_600_000) {
      attemptsMs.push(nowMs)
      // A venue that accepts and drops at once, and jitter at its least.
      nowMs += reconnectDelayMs({ failures: 0, attemptsMs }, nowMs, 0) + 1
    }
    const most = Math.max(
      ...attemptsMs.map((from) => attemptsMs.filter((ms) => ms >= from && ms < from + 300_000).length),
    )
    expect(most).toBeLessThanOrEqual(reconnectPolicy.attemptsPerWindow)
  })
})

describe('the lag meter', () => {
  it('calls data late that arrives later than usual', () => {
    const meter = createLagMeter()
    expect(meter.observe('binance', 1000, 1050)).toBe(0)
    expect(meter.observe('gate', 1000, 1030)).toBe(0)
    expect(meter.observe('binance', 2000, 14_000)).toBeGreaterThan(11_900)
  })

  it('sees a venue that was late from the start by the other that is not', () => {
    const meter = createLagMeter()
    meter.observe('gate', 1000, 1030)
    expect(meter.observe('binance', 1000, 13_000)).toBe(11_970)
  })

  it('does not take our own wrong clock for lateness of the venues', () => {
    const meter = createLagMeter()
    meter.observe('gate', 1000, 61_000)
    meter.observe('binance', 1000, 61_020)
    expect(meter.observe('gate', 2000, 62_000)).toBe(0)
    expect(meter.clockErrorMs()).toBe(60_000)
  })

  it('lets a venue whose clock is ahead not make the other look late', () => {
    const meter = createLagMeter()
    meter.observe('binance', 31_000, 1000)
    expect(meter.observe('gate', 1000, 1040)).toBe(40)
  })
})

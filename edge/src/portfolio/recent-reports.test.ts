import { describe, expect, it } from 'vitest'
import { RecentReports } from './recent-reports.ts'
import { report } from './report.ts'

function made(trades: number) {
  const now = new Date('2026-01-01T00:00:00Z')
  const empty = report({
    portfolioId: 'p',
    asked: 'all',
    span: { from: new Date(0), to: new Date(0), stepMs: 3_600_000 },
    entries: { trades: [], closes: [] },
    closes: {},
    pricesNow: {},
    now,
  })
  return { ...empty, trades }
}

describe('a recent report', () => {
  it('is served again for two seconds, and never for another version', async () => {
    const reports = new RecentReports()
    let count = 0
    const make = async () => {
      count += 1
      return made(0)
    }
    await reports.get('p 1 all', 0, make)
    await reports.get('p 1 all', 1_999, make)
    expect(count).toBe(1)
    await reports.get('p 1 all', 2_000, make)
    expect(count).toBe(2)
    await reports.get('p 2 all', 2_000, make)
    expect(count).toBe(3)
  })

  it('of ten thousand trades is served for half a minute', async () => {
    const reports = new RecentReports()
    const first = await reports.get('p 1 all', 0, async () => made(10_000))
    expect(await reports.get('p 1 all', 31_999, async () => made(1))).toBe(first)
    expect(await reports.get('p 1 all', 32_000, async () => made(1))).not.toBe(first)
  })

  it('of the portfolio that was read longest ago gives way', async () => {
    const reports = new RecentReports()
    const first = await reports.get('p0', 0, async () => made(0))
    for (let index = 1; index <= 100; index += 1) await reports.get(`p${index}`, 0, async () => made(0))
    expect(await reports.get('p0', 1, async () => made(0))).not.toBe(first)
  })
})

import type { MarketStreamEvent } from '@sage/ingest/contract'
import { describe, expect, it } from 'vitest'
import { watchTicks } from './tick.ts'

const tappedAtMs = Date.UTC(2026, 0, 1)

function quote(price: string, more: object = {}) {
  return {
    symbol: 'BTC' as const,
    price,
    bid: price,
    ask: `${price}.5`,
    venue: 'binance' as const,
    at: new Date(tappedAtMs).toISOString(),
    bookAt: new Date(tappedAtMs).toISOString(),
    ageMs: 0,
    freshness: 'live' as const,
    ...more,
  }
}

const at = new Date(tappedAtMs).toISOString()
const before = new Date(tappedAtMs - 1).toISOString()
const snapshot = (...quotes: ReturnType<typeof quote>[]): MarketStreamEvent => ({
  type: 'snapshot',
  snapshot: { at, source: 'replay', quotes, feeds: [] },
})
const news = (...quotes: ReturnType<typeof quote>[]): MarketStreamEvent => ({ type: 'quotes', at, quotes })

/** The first BTC tick of a stream that says `events` and ends, read at the moment of the tap plus 20 ms. */
async function firstOf(...events: MarketStreamEvent[]) {
  const text = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')
  const body = new Blob([text]).stream()
  const watch = watchTicks(body, tappedAtMs, () => new Date(tappedAtMs + 20))
  try {
    return await watch.first('BTC')
  } finally {
    watch.stop()
  }
}

describe('the first tick', () => {
  it('is not the one that was there before the tap', async () => {
    const tick = await firstOf(snapshot(quote('100', { bookAt: before })), news(quote('105')))
    expect(tick).toMatchObject({ bid: '105', ask: '105.5', marks: { BTC: '105' } })
  })

  it('is not a trade after the tap while bid and ask are from before it', async () => {
    const tick = await firstOf(
      snapshot(quote('100', { bookAt: before })),
      news(quote('101', { bookAt: before })),
    )
    expect(tick).toBeUndefined()
  })

  it('is the first, not the best or the last', async () => {
    const tick = await firstOf(snapshot(quote('100')), news(quote('90')), news(quote('80')))
    expect(tick?.bid).toBe('100')
  })

  it('needs both sides of the book', async () => {
    const tick = await firstOf(snapshot(quote('100', { ask: undefined })), news(quote('101')))
    expect(tick?.bid).toBe('101')
  })

  it('is none where the market has gone stale or silent', async () => {
    expect(await firstOf(snapshot(quote('100', { ageMs: 11_000, freshness: 'stale' })))).toBeUndefined()
    expect(await firstOf(snapshot())).toBeUndefined()
    expect(await firstOf()).toBeUndefined()
  })
})

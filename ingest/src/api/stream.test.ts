import { describe, expect, it } from 'vitest'
import type { MarketStreamEvent } from '../contract.ts'
import { createBroadcast } from './stream.ts'

const event: MarketStreamEvent = { type: 'quotes', at: '2026-11-24T09:00:00.000Z', quotes: [] }

describe('the broadcast', () => {
  it('gives a listener exactly what came after the event it has seen', () => {
    const broadcast = createBroadcast('boot')
    for (let count = 0; count < 3; count += 1) broadcast.publish(event)
    expect(broadcast.after('boot:1')?.map(({ id }) => id)).toEqual(['boot:2', 'boot:3'])
    expect(broadcast.after(broadcast.position())).toEqual([])
  })

  it('sends a listener to the snapshot if what it missed is gone, from before a restart, or made up', () => {
    const broadcast = createBroadcast('boot')
    for (let count = 0; count < 1000; count += 1) broadcast.publish(event)
    for (const id of ['boot:1', 'other:999', 'boot:1001', 'boot:-1', '', 'x']) {
      expect(broadcast.after(id)).toBeUndefined()
    }
    expect(broadcast.after('boot:999')).toHaveLength(1)
  })

  it('wakes its listeners at an event, after a while, at their own end, and at its end', async () => {
    const broadcast = createBroadcast('boot')
    const never = new AbortController().signal
    const waiting = broadcast.next(never, 60_000)
    broadcast.publish(event)
    expect(await waiting).toBe('event')
    expect(await broadcast.next(never, 1)).toBe('quiet')
    await broadcast.next(AbortSignal.abort(), 60_000)
    const last = broadcast.next(never, 60_000)
    broadcast.close()
    await last
    await broadcast.next(never, 60_000)
    expect(broadcast.closed).toBe(true)
  })
})

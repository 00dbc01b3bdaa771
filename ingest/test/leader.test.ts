/** The lease, against a real Valkey-compatible server. */
import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createLeader, leaseMs } from '../src/leader.ts'
import { startTemporaryValkey, type TemporaryValkey } from './market-stack.ts'

let server: TemporaryValkey
let valkey: Redis
beforeAll(async () => {
  server = await startTemporaryValkey()
  valkey = new Redis(server.url)
})
beforeEach(() => valkey.flushall())
afterAll(async () => {
  valkey?.disconnect()
  await server?.stop()
})

function task(taskId: string) {
  const changes: (number | undefined)[] = []
  let clockMs = 0
  const leader = createLeader({
    valkey,
    taskId,
    nowMs: () => clockMs,
    onChange: (fence) => changes.push(fence),
  })
  return {
    ...leader,
    changes,
    pass: (ms: number) => {
      clockMs += ms
    },
  }
}

describe('the lease', () => {
  it('is held by one, and goes to another with a greater number when it is given back', async () => {
    const [one, other] = [task('one'), task('other')]
    await one.round()
    await other.round()
    const first = one.fence()
    expect(first).toBeGreaterThan(0)
    expect(other.fence()).toBeUndefined()
    await one.stop()
    await other.round()
    expect(other.fence()).toBeGreaterThan(first ?? 0)
    expect(one.changes).toEqual([first, undefined])
  })

  it('ends by its holder’s own clock, even if Valkey cannot be asked', async () => {
    const one = task('one')
    await one.round()
    one.pass(leaseMs - 1)
    expect(one.fence()).toBeDefined()
    one.pass(1)
    expect(one.fence()).toBeUndefined()
  })

  it('is kept by renewing it, with the same number', async () => {
    const one = task('one')
    await one.round()
    const fence = one.fence()
    one.pass(leaseMs - 1)
    await one.round()
    one.pass(leaseMs - 1)
    expect(one.fence()).toBe(fence)
    expect(await valkey.pttl('market:leader')).toBeGreaterThan(leaseMs / 2)
  })

  it('numbers its holders upwards even after Valkey has lost everything', async () => {
    const one = task('one')
    await one.round()
    const before = one.fence() ?? 0
    await valkey.flushall()
    const other = task('other')
    await other.round()
    expect(other.fence()).toBeGreaterThan(before)
    await one.round()
    expect(one.fence()).toBeUndefined()
  })

  it('is not given back by one who does not hold it', async () => {
    const [one, other] = [task('one'), task('other')]
    await one.round()
    await valkey.set('market:leader', 'other')
    await other.round()
    await one.stop()
    expect(await valkey.get('market:leader')).toBe('other')
  })
})

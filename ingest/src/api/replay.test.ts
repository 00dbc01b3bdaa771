import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type ReplayDeps, replayGuard } from './replay.ts'

type Valkey = ReplayDeps['valkey']

/** Valkey's `SET NX PX`, by the test's own clock. */
function valkeyAt(nowMs: () => number): Valkey {
  const expiryMs = new Map<string, number>()
  return {
    async set(key, _value, _unit, ttlMs) {
      if ((expiryMs.get(key) ?? 0) > nowMs()) return null
      expiryMs.set(key, nowMs() + ttlMs)
      return 'OK'
    },
  }
}

let now = 0
let failures: unknown[] = []
const guardOver = (valkey: Valkey) =>
  replayGuard({ valkey, nowMs: () => now, onFailure: (error) => failures.push(error) })

beforeEach(() => {
  now = 0
  failures = []
})
afterEach(() => vi.useRealTimers())

describe('a token', () => {
  it('is good once, in every task', async () => {
    const valkey = valkeyAt(() => now)
    const [one, two] = [guardOver(valkey), guardOver(valkey)]
    expect(await one.claim('a', 90_000)).toBe(true)
    expect(await one.claim('a', 90_000)).toBe(false)
    expect(await two.claim('a', 90_000)).toBe(false)
    expect(await two.claim('b', 90_000)).toBe(true)
    expect(await one.claim('b', 90_000)).toBe(false)
  })

  it('is good once when it comes many times at once', async () => {
    const guard = guardOver(valkeyAt(() => now))
    const claims = await Promise.all(Array.from({ length: 50 }, () => guard.claim('a', 90_000)))
    expect(claims.filter(Boolean)).toHaveLength(1)
  })

  it('is forgotten when it has expired anyway', async () => {
    const guard = guardOver(valkeyAt(() => now))
    await guard.claim('a', 90_000)
    now = 90_001
    expect(await guard.claim('a', 90_000)).toBe(true)
  })
})

describe('without Valkey', () => {
  const down: Valkey = { set: () => Promise.reject(new Error('connection refused')) }

  it('each task still refuses what it has seen, and says that Valkey failed', async () => {
    const guard = guardOver(down)
    expect(await guard.claim('a', 90_000)).toBe(true)
    expect(await guard.claim('a', 90_000)).toBe(false)
    expect(failures).toHaveLength(1)
  })

  it('what was seen before the outage stays refused', async () => {
    let valkey = valkeyAt(() => now)
    const guard = guardOver({ set: (...call) => valkey.set(...call) })
    await guard.claim('a', 90_000)
    valkey = down
    expect(await guard.claim('a', 90_000)).toBe(false)
  })

  it('a Valkey that does not answer holds nobody up', async () => {
    vi.useFakeTimers()
    const guard = guardOver({ set: () => new Promise(() => undefined) })
    const claim = guard.claim('a', 90_000)
    await vi.advanceTimersByTimeAsync(250)
    expect(await claim).toBe(true)
    expect(failures).toHaveLength(1)
  })
})

/**
 * Of many ingest tasks one writes. The right to write is a lease in Valkey with a fencing number that only grows;
 * PostgreSQL refuses writes with an older number than it has seen, so that a leader that does not know it has been
 * replaced does no harm.
 */
import type { Redis } from 'ioredis'
import type { Ran } from './loop.ts'

const leaseKey = 'market:leader'
const fenceKey = 'market:fence'

/** A dead leader is replaced within this and one round of trying. */
export const leaseMs = 6000
export const roundMs = 1500

/**
 * Takes the lease if nobody has it. The fencing number is at least Valkey's clock in microseconds, so that it grows even if
 * Valkey has lost everything it knew.
 */
const acquireScript = `
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[1] then return 0 end
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local last = tonumber(redis.call('GET', KEYS[2]) or '0')
local fence = math.max(now, last + 1)
redis.call('SET', KEYS[2], string.format('%.0f', fence))
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return string.format('%.0f', fence)`

const renewScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`

const releaseScript = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`

export interface LeaderDeps {
  readonly valkey: Pick<Redis, 'eval'>
  /** Unique to this process. */
  readonly taskId: string
  /** Monotonic ms. */
  readonly nowMs: () => number
  readonly onChange: (fence: number | undefined) => void
}

export interface Leader {
  /** This task's fencing number while it may write. */
  fence(): number | undefined
  /** PostgreSQL has seen a newer leader: give up at once. */
  deposed(): void
  /** One attempt to get or to keep the lease, to be repeated every `roundMs`; rejects while Valkey is away. */
  round(): Promise<Ran>
  /** Gives the lease back, so that another task can take over at once. */
  stop(): Promise<void>
}

export function createLeader({ valkey, taskId, nowMs, onChange }: LeaderDeps): Leader {
  let held: { readonly fence: number; untilMs: number } | undefined
  let stopped = false

  function set(next: typeof held): void {
    const changed = next?.fence !== held?.fence
    held = next
    if (changed) onChange(next?.fence)
  }

  function fence(): number | undefined {
    return held !== undefined && nowMs() < held.untilMs ? held.fence : undefined
  }

  async function round(): Promise<Ran> {
    const startedMs = nowMs()
    if (held !== undefined && nowMs() >= held.untilMs) set(undefined)
    try {
      if (held !== undefined) {
        const kept = await valkey.eval(renewScript, 1, leaseKey, taskId, leaseMs)
        // Counted from before the call: the lease may already be that old.
        if (kept === 1) held.untilMs = startedMs + leaseMs
        else set(undefined)
      }
      if (held === undefined && !stopped) {
        const fence = Number(await valkey.eval(acquireScript, 2, leaseKey, fenceKey, taskId, leaseMs))
        if (fence > 0) set({ fence, untilMs: startedMs + leaseMs })
      }
      return 'done'
    } finally {
      // While Valkey is away the lease lasts as long as it lasts.
      if (held !== undefined && fence() === undefined) set(undefined)
    }
  }

  return {
    fence,
    round,
    deposed: () => set(undefined),
    async stop() {
      stopped = true
      if (held === undefined) return
      set(undefined)
      await valkey.eval(releaseScript, 1, leaseKey, taskId).catch(() => undefined)
    },
  }
}

/** Tokens are used once. Every task remembers in Valkey what any of them has seen, and in memory what itself has. */
export interface ReplayGuard {
  /** Whether `jti` is new; from then on, for `ttlMs`, it is not. */
  claim(jti: string, ttlMs: number): Promise<boolean>
}

export interface ReplayDeps {
  /** A client of ioredis, for one. */
  readonly valkey: {
    set(key: string, value: string, unit: 'PX', ttlMs: number, only: 'NX'): Promise<'OK' | null>
  }
  /** Unix time in ms. */
  readonly nowMs: () => number
  /** Told of each failure of Valkey. */
  readonly onFailure: (error: unknown) => void
}

/** A call waits no longer than this for Valkey: the product goes on without it. */
const deadlineMs = 250

/** More than a task serves in the life of a token. */
const maxRemembered = 200_000

/**
 * While Valkey is away a token is refused by the task that has seen it and by no other: see
 * `docs/decisions/0003-replay-guard-without-valkey.md`.
 */
export function replayGuard({ valkey, nowMs, onFailure }: ReplayDeps): ReplayGuard {
  const seen = new RecentIds(nowMs)
  return {
    async claim(jti, ttlMs) {
      if (!seen.add(jti, ttlMs)) return false
      try {
        const set = valkey.set(`ingest:jti:${jti}`, '1', 'PX', ttlMs, 'NX')
        return (await within(deadlineMs, set)) === 'OK'
      } catch (error) {
        onFailure(error)
        return true
      }
    },
  }
}

/** Ids with an end; the oldest make room when there are too many. */
class RecentIds {
  readonly #expiryMs = new Map<string, number>()
  readonly #nowMs: () => number

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  /** Whether the id was not there. */
  add(id: string, ttlMs: number): boolean {
    const now = this.#nowMs()
    const known = this.#expiryMs.get(id)
    if (known !== undefined && known > now) return false
    // Insertion order is nearly order of expiry, as all tokens live equally long.
    for (const [oldest, expiry] of this.#expiryMs) {
      if (expiry > now && this.#expiryMs.size < maxRemembered) break
      this.#expiryMs.delete(oldest)
    }
    this.#expiryMs.set(id, now + ttlMs)
    return true
  }
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([promise, deadline])
  } finally {
    clearTimeout(timer)
  }
}

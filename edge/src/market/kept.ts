import type { Stored } from '../services.ts'

/** After a failure nothing is asked for this long: who is away is not helped by more calls. */
export const retryAfterMs = 2_000

/** A copy that serves while it is fresh, is fetched once for all who wait, and serves on where there is no newer. */
export class Kept<T> {
  #value: T | undefined
  #askAgainMs = 0
  #loading: Promise<Stored<T>> | undefined

  get value(): T | undefined {
    return this.#value
  }

  /** @param freshMs how long what was loaded serves */
  get(nowMs: number, load: () => Promise<Stored<T>>, freshMs: (value: T) => number): Promise<Stored<T>> {
    if (nowMs < this.#askAgainMs) return Promise.resolve(this.#stored())
    this.#loading ??= load()
      .then((loaded) => {
        if (loaded.status === 'ok') this.#value = loaded.value
        this.#askAgainMs = nowMs + (loaded.status === 'ok' ? freshMs(loaded.value) : retryAfterMs)
        return this.#stored()
      })
      .finally(() => {
        this.#loading = undefined
      })
    return this.#loading
  }

  #stored(): Stored<T> {
    return this.#value === undefined ? { status: 'unavailable' } : { status: 'ok', value: this.#value }
  }
}

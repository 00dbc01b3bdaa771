/** What the provider remembers (sign-ins under way, codes, tokens): in memory, the oldest dropped first. */
import type { Adapter, AdapterConstructor, AdapterPayload } from 'oidc-provider'

const maxEntries = 1000

interface Entry {
  readonly payload: AdapterPayload
  readonly expiresAt: number
}

/** A store for one provider: it must not be shared, or one test's sign-ins would show in another's. */
export function memoryStore(): AdapterConstructor {
  const entries = new Map<string, Entry>()

  return class MemoryAdapter implements Adapter {
    readonly #model: string

    constructor(model: string) {
      this.#model = model
    }

    async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
      const key = this.#key(id)
      entries.delete(key)
      entries.set(key, { payload, expiresAt: Date.now() + expiresIn * 1000 })
      for (const oldest of [...entries.keys()].slice(0, entries.size - maxEntries)) entries.delete(oldest)
    }

    async find(id: string): Promise<AdapterPayload | undefined> {
      return alive(entries.get(this.#key(id)))
    }

    async findByUid(uid: string): Promise<AdapterPayload | undefined> {
      return this.#findBy((payload) => payload.uid === uid)
    }

    async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
      return this.#findBy((payload) => payload.userCode === userCode)
    }

    async consume(id: string): Promise<void> {
      const payload = await this.find(id)
      if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000)
    }

    async destroy(id: string): Promise<void> {
      entries.delete(this.#key(id))
    }

    async revokeByGrantId(grantId: string): Promise<void> {
      for (const [key, { payload }] of entries) if (payload.grantId === grantId) entries.delete(key)
    }

    #findBy(matches: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
      for (const [key, entry] of entries) {
        if (key.startsWith(`${this.#model}:`) && matches(entry.payload)) return alive(entry)
      }
      return undefined
    }

    #key(id: string): string {
      return `${this.#model}:${id}`
    }
  }
}

function alive(entry: Entry | undefined): AdapterPayload | undefined {
  return entry !== undefined && entry.expiresAt > Date.now() ? entry.payload : undefined
}

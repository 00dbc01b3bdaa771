/** Up to when the leader has looked at each coin, in Valkey: a task that starts later asks the venues what was since. */
import { CoinSymbol } from '@sage/db/vocabulary'
import type { Redis } from 'ioredis'
import * as z from 'zod'
import type { Look } from './look.ts'

export interface LastLooksDeps {
  readonly valkey: Pick<Redis, 'get' | 'set'>
}

export interface LastLooks {
  /** Unix ms; nothing where it is not known. */
  read(): Promise<ReadonlyMap<CoinSymbol, number>>
  /** @param looks oldest first, all of them judged and written */
  write(looks: readonly Look[]): Promise<void>
}

const key = 'market:alerts:looked'
/** What was longer ago is no news. */
const keptMs = 3_600_000
const Stored = z.partialRecord(z.enum(CoinSymbol.options), z.int())

export function createLastLooks({ valkey }: LastLooksDeps): LastLooks {
  return {
    async read() {
      const text = await valkey.get(key).catch(() => null)
      const known = new Map<CoinSymbol, number>()
      const stored = Stored.safeParse(text === null ? {} : parseJson(text))
      for (const symbol of CoinSymbol.options) {
        const ms = stored.success ? stored.data[symbol] : undefined
        if (ms !== undefined) known.set(symbol, ms)
      }
      return known
    },
    async write(looks) {
      const newest = Object.fromEntries(looks.map(({ symbol, toMs }) => [symbol, toMs]))
      // Without it a restart sees a little less: no reason to stop judging.
      await valkey.set(key, JSON.stringify(newest), 'PX', keptMs).catch(() => undefined)
    },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Quotes in Valkey, for other readers and for tasks that have just started; and a cache of what is slow to read. */
import { CoinSymbol, coinSymbols, Decimal, goneAfterMs, Timestamp, Venue } from '@sage/db/vocabulary'
import { Redis } from 'ioredis'
import * as z from 'zod/mini'
import type { TimedQuote } from '../market/quote.ts'

/** Whatever waits for Valkey waits no longer than this: the product goes on without it. */
const commandTimeoutMs = 1000

/** Commands fail at once while Valkey is away; the connection is tried again every second at most. */
export function connectValkey(url: string, onError: (error: Error) => void): Redis {
  return new Redis(url, {
    commandTimeout: commandTimeoutMs,
    connectTimeout: 2000,
    // What one turn of the event loop asks leaves in one write: under load a write costs more than a command.
    enableAutoPipelining: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(100 * times, 1000),
  }).on('error', onError)
}

const quoteKey = (symbol: CoinSymbol) => `market:quote:${symbol}`
export const quoteChannel = 'market:quotes'

const StoredQuote = z.object({
  symbol: CoinSymbol,
  price: Decimal,
  bid: z.optional(Decimal),
  ask: z.optional(Decimal),
  bookAt: z.optional(Timestamp),
  changePercent24h: z.optional(Decimal),
  high24h: z.optional(Decimal),
  low24h: z.optional(Decimal),
  volume24h: z.optional(Decimal),
  venue: Venue,
  at: Timestamp,
  dataMs: z.number(),
  disagreement: z.optional(z.object({ venue: Venue, price: Decimal, percent: Decimal })),
})

export interface ValkeySink {
  /** Stores and publishes the quotes in one round trip. */
  write(quotes: readonly TimedQuote[], nowMs: number): Promise<void>
  /** What any task has stored of these symbols; those that cannot be read are missing. */
  read(symbols?: readonly CoinSymbol[]): Promise<readonly TimedQuote[]>
  /**
   * From the cache, else from `load`, whose answer is then kept for `ttlMs(answer)`, 0 for not at all; a cache that
   * is away is passed by.
   */
  cached<T>(
    key: string,
    ttlMs: (loaded: T) => number,
    schema: z.ZodMiniType<T>,
    load: () => Promise<T>,
  ): Promise<T>
  readonly counts: { hits: number; misses: number; failures: number }
}

export function createValkeySink(valkey: Redis): ValkeySink {
  const counts = { hits: 0, misses: 0, failures: 0 }
  return {
    counts,

    async write(quotes, nowMs) {
      const pipeline = valkey.pipeline()
      for (const quote of quotes) {
        const ttlMs = Math.ceil(goneAfterMs - (nowMs - quote.dataMs))
        if (ttlMs <= 0) continue
        const text = JSON.stringify(quote)
        pipeline.set(quoteKey(quote.symbol), text, 'PX', Math.min(ttlMs, goneAfterMs))
        pipeline.publish(quoteChannel, text)
      }
      for (const [error] of (await pipeline.exec()) ?? []) if (error !== null) throw error
    },

    async read(symbols = coinSymbols) {
      try {
        const texts = await valkey.mget(symbols.map(quoteKey))
        return texts.flatMap((text) => {
          const quote = text === null ? undefined : StoredQuote.safeParse(parseJson(text))
          counts[quote?.success ? 'hits' : 'misses'] += 1
          return quote?.success ? [quote.data] : []
        })
      } catch {
        counts.failures += 1
        return []
      }
    },

    async cached(key, ttlMs, schema, load) {
      const text = await valkey.get(key).catch(() => {
        counts.failures += 1
        return null
      })
      const known = text === null ? undefined : schema.safeParse(parseJson(text))
      if (known?.success) {
        counts.hits += 1
        return known.data
      }
      counts.misses += 1
      const loaded = await load()
      const keptMs = ttlMs(loaded)
      if (keptMs > 0) void valkey.set(key, JSON.stringify(loaded), 'PX', keptMs).catch(() => undefined)
      return loaded
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

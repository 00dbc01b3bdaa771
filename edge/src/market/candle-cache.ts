/** Candles that the fact sheet and the charts need, kept for as long as they stay true enough. */
import { type CandleInterval, type CoinSymbol, coinSymbols, type HistoryRange } from '@sage/db/vocabulary'
import type { Candles, FearGreedPoint } from '@sage/ingest/contract'
import type { CoinCandles } from '../facts/sheet.ts'
import type { Stored } from '../services.ts'
import type { IngestClient } from './ingest-client.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** What a chart of each range is drawn from, and how long a copy serves. */
const ranges: Record<HistoryRange, { interval: CandleInterval; backMs: number; freshMs: number }> = {
  '1h': { interval: '1m', backMs: hourMs, freshMs: 15_000 },
  '24h': { interval: '1m', backMs: dayMs, freshMs: 30_000 },
  '7d': { interval: '1h', backMs: 7 * dayMs, freshMs: 5 * minuteMs },
  '30d': { interval: '1h', backMs: 30 * dayMs, freshMs: 5 * minuteMs },
  '1y': { interval: '1d', backMs: 365 * dayMs, freshMs: 30 * minuteMs },
}

/** What the facts of a coin are computed from. */
const forFacts = [
  { kind: 'minutes', interval: '1m', backMs: 2 * hourMs, freshMs: minuteMs },
  { kind: 'hours', interval: '1h', backMs: 31 * dayMs, freshMs: 10 * minuteMs },
  { kind: 'days', interval: '1d', backMs: 400 * dayMs, freshMs: 30 * minuteMs },
] as const

interface Entry {
  readonly candles: Candles
  readonly atMs: number
}

export class CandleCache {
  readonly #client: IngestClient
  readonly #now: () => Date
  readonly #entries = new Map<string, Entry>()
  readonly #loading = new Map<string, Promise<Stored<Candles>>>()
  #refreshing: Promise<void> | undefined
  #fearGreed: readonly FearGreedPoint[] = []
  #fearGreedAtMs = 0

  constructor(client: IngestClient, now: () => Date) {
    this.#client = client
    this.#now = now
  }

  history(symbol: CoinSymbol, range: HistoryRange): Promise<Stored<Candles>> {
    const { interval, backMs, freshMs } = ranges[range]
    return this.#get(symbol, interval, backMs, freshMs)
  }

  /** What is there for the facts now; nothing is waited for. */
  factInputs(): {
    readonly candles: Readonly<Partial<Record<CoinSymbol, CoinCandles>>>
    readonly fearGreedHistory: readonly FearGreedPoint[]
  } {
    const coins = coinSymbols.map((symbol) => {
      const of = (interval: CandleInterval, backMs: number) =>
        this.#entries.get(key(symbol, interval, backMs))?.candles.candles ?? []
      const [minutes, hours, days] = forFacts.map(({ interval, backMs }) => of(interval, backMs))
      return [symbol, { minutes: minutes ?? [], hours: hours ?? [], days: days ?? [] }] as const
    })
    return { candles: Object.fromEntries(coins), fearGreedHistory: this.#fearGreed }
  }

  /** Brings the facts' candles up to date where they are due. One round at a time. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  async #refresh(): Promise<void> {
    const calls = coinSymbols.flatMap((symbol) =>
      forFacts.map(({ interval, backMs, freshMs }) => this.#get(symbol, interval, backMs, freshMs)),
    )
    await Promise.all([...calls, this.#refreshFearGreed()])
  }

  async #refreshFearGreed(): Promise<void> {
    const nowMs = this.#now().getTime()
    if (nowMs - this.#fearGreedAtMs < 10 * minuteMs) return
    const history = await this.#client.fearGreed(30)
    if (history.status !== 'ok') return
    this.#fearGreed = history.value.points
    this.#fearGreedAtMs = nowMs
  }

  #get(
    symbol: CoinSymbol,
    interval: CandleInterval,
    backMs: number,
    freshMs: number,
  ): Promise<Stored<Candles>> {
    const id = key(symbol, interval, backMs)
    const entry = this.#entries.get(id)
    const now = this.#now()
    if (entry && now.getTime() - entry.atMs < freshMs) {
      return Promise.resolve({ status: 'ok', value: entry.candles })
    }
    const running = this.#loading.get(id)
    if (running) return running
    const load = this.#client
      .candles(symbol, interval, new Date(now.getTime() - backMs), now)
      .then((loaded): Stored<Candles> => {
        if (loaded.status === 'ok') {
          this.#entries.set(id, { candles: loaded.value, atMs: now.getTime() })
          return loaded
        }
        // Candles carry their own times, so an older copy deceives nobody.
        return entry ? { status: 'ok', value: entry.candles } : loaded
      })
      .finally(() => this.#loading.delete(id))
    this.#loading.set(id, load)
    return load
  }
}

function key(symbol: CoinSymbol, interval: CandleInterval, backMs: number): string {
  return `${symbol} ${interval} ${backMs}`
}

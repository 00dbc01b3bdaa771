/** Candles and Fear & Greed for the fact sheet and the charts, kept for as long as they stay true enough. */
import { type CandleInterval, type CoinSymbol, coinSymbols, type HistoryRange } from '@sage/db/vocabulary'
import type { Candles, FearGreedHistory, FearGreedPoint } from '@sage/ingest/contract'
import type { CoinCandles } from '../facts/sheet.ts'
import type { Stored } from '../services.ts'
import type { IngestClient } from './ingest-client.ts'
import { Kept } from './kept.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const stepMs: Record<CandleInterval, number> = { '1m': minuteMs, '1h': hourMs, '1d': dayMs }

interface Stretch {
  readonly interval: CandleInterval
  readonly backMs: number
  /** How long a copy serves. */
  readonly freshMs: number
}

/** What a chart of each range is drawn from. */
const ranges: Record<HistoryRange, Stretch> = {
  '1h': { interval: '1m', backMs: hourMs, freshMs: 15_000 },
  '24h': { interval: '1m', backMs: dayMs, freshMs: 30_000 },
  '7d': { interval: '1h', backMs: 7 * dayMs, freshMs: 5 * minuteMs },
  '30d': { interval: '1h', backMs: 30 * dayMs, freshMs: 5 * minuteMs },
  '1y': { interval: '1d', backMs: 365 * dayMs, freshMs: 30 * minuteMs },
}

/** What the facts of a coin are computed from. */
const forFacts: Record<keyof CoinCandles, Stretch> = {
  minutes: { interval: '1m', backMs: 2 * hourMs, freshMs: minuteMs },
  hours: { interval: '1h', backMs: 31 * dayMs, freshMs: 10 * minuteMs },
  days: { interval: '1d', backMs: 400 * dayMs, freshMs: 30 * minuteMs },
}

const fearGreedDays = { kept: 400, forFacts: 30 }
const fearGreedFreshMs = 10 * minuteMs
/** What ingest is still filling in serves no longer than this. */
const unfinishedMs = 15_000

export class CandleCache {
  readonly #client: Pick<IngestClient, 'candles' | 'fearGreed'>
  readonly #now: () => Date
  readonly #candles = new Map<string, Kept<Candles>>()
  readonly #fearGreed = new Kept<FearGreedHistory>()
  #refreshing: Promise<void> | undefined

  constructor(client: Pick<IngestClient, 'candles' | 'fearGreed'>, now: () => Date) {
    this.#client = client
    this.#now = now
  }

  history(symbol: CoinSymbol, range: HistoryRange): Promise<Stored<Candles>> {
    return this.#get(symbol, ranges[range])
  }

  /** The index of the last `days` days, at most 400, oldest first. */
  async fearGreedHistory(days: number): Promise<Stored<FearGreedHistory>> {
    const history = await this.#fearGreed.get(
      this.#now().getTime(),
      () => this.#client.fearGreed(fearGreedDays.kept),
      ({ points }) => (points.length > 0 ? fearGreedFreshMs : unfinishedMs),
    )
    if (history.status !== 'ok') return history
    return { status: 'ok', value: { points: history.value.points.slice(-days) } }
  }

  /** What is there for the facts now; nothing is waited for. */
  factInputs(): {
    readonly candles: Readonly<Partial<Record<CoinSymbol, CoinCandles>>>
    readonly fearGreedHistory: readonly FearGreedPoint[]
  } {
    const coins = coinSymbols.map((symbol) => {
      const of = (stretch: Stretch) => this.#kept(symbol, stretch).value?.candles ?? []
      const { minutes, hours, days } = forFacts
      return [symbol, { minutes: of(minutes), hours: of(hours), days: of(days) }] as const
    })
    return {
      candles: Object.fromEntries(coins),
      fearGreedHistory: this.#fearGreed.value?.points.slice(-fearGreedDays.forFacts) ?? [],
    }
  }

  /** Brings what the facts need up to date where it is due. One round at a time. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  async #refresh(): Promise<void> {
    const calls = coinSymbols.flatMap((symbol) =>
      Object.values(forFacts).map((stretch) => this.#get(symbol, stretch)),
    )
    await Promise.all([...calls, this.fearGreedHistory(fearGreedDays.forFacts)])
  }

  #get(symbol: CoinSymbol, stretch: Stretch): Promise<Stored<Candles>> {
    const { interval, backMs, freshMs } = stretch
    const now = this.#now()
    const from = new Date(now.getTime() - backMs)
    return this.#kept(symbol, stretch).get(
      now.getTime(),
      () => this.#client.candles(symbol, interval, from, now),
      // The one that has just begun may be missing.
      ({ candles }) =>
        candles.length >= backMs / stepMs[interval] - 1 ? freshMs : Math.min(freshMs, unfinishedMs),
    )
  }

  #kept(symbol: CoinSymbol, { interval, backMs }: Stretch): Kept<Candles> {
    const key = `${symbol} ${interval} ${backMs}`
    const known = this.#candles.get(key)
    if (known) return known
    const kept = new Kept<Candles>()
    this.#candles.set(key, kept)
    return kept
  }
}

/**
 * The one object that listens to ingest for everybody: prices, fact sheets and briefs come from its memory,
 * browsers read its stream. If ingest goes away, what it knows grows old and says so.
 */
import { DurableObject } from 'cloudflare:workers'
import { type CoinSymbol, coinSymbols, type HistoryRange } from '@sage/db/vocabulary'
import type { Candles, FearGreedHistory } from '@sage/ingest/contract'
import { type Bindings, houseDesk } from '../bindings.ts'
import { claudeOf } from '../claude/from-settings.ts'
import type { Prices } from '../contract/market.ts'
import { readSettings } from '../env.ts'
import type { FactSheet } from '../facts/fact-sheet.ts'
import { factSheet } from '../facts/sheet.ts'
import { type Log, logger } from '../log.ts'
import { within } from '../patience.ts'
import { makeSharedBrief } from '../pipeline/analyst.ts'
import { type Brief, type MarketState, memoryBriefStore } from '../pipeline/brief.ts'
import type { Stored } from '../services.ts'
import { applyEvent, type Board, quoteAt, snapshotOf, standing } from './board.ts'
import { BriefKeeper } from './brief-keeper.ts'
import { CandleCache } from './candle-cache.ts'
import { FanOut } from './fan-out.ts'
import { type IngestClient, ingestClient } from './ingest-client.ts'

/** How long the first caller waits for the first snapshot, and for the first candles after it. */
const firstSnapshotMs = 2_000
const firstCandlesMs = 1_500
/** Ingest is listened to for so long after the last sign of interest; the minute's cron is one. */
const interestMs = 5 * 60_000
/** How often is looked for what changes without news: prices that grow old, readers who were busy. */
const pulseMs = 250

export class MarketHub extends DurableObject<Bindings> {
  readonly #client: IngestClient
  readonly #candles: CandleCache
  readonly #fanOut = new FanOut()
  readonly #briefs = memoryBriefStore(() => new Date())
  readonly #keeper: BriefKeeper
  readonly #log: Log
  #board: Board | undefined
  #sheet: { readonly board: Board; readonly atMs: number; readonly sheet: FactSheet } | undefined
  #listening = false
  #lastInterestMs = 0
  #standing = ''
  /** Resolves when the market was heard, or could not be reached, for the first time. */
  #firstContact = Promise.withResolvers<void>()

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env)
    const settings = readSettings(env)
    this.#log = logger(settings.LOG_LEVEL)
    this.#client = ingestClient(settings)
    this.#candles = new CandleCache(this.#client, () => new Date())
    const claude = claudeOf(settings, this.#log)
    const house = houseDesk(env)
    this.#keeper = new BriefKeeper({
      store: this.#briefs,
      make: async () =>
        makeSharedBrief(await this.factSheet(), {
          claude,
          brief: this.#briefs,
          money: { take: (usd) => house.take(usd), giveBack: (usd) => house.giveBack(usd) },
        }),
      now: () => new Date(),
    })
  }

  /** Begins to listen, if it does not already. */
  wake(): void {
    this.#lastInterestMs = Date.now()
    if (this.#listening) return
    this.#listening = true
    this.ctx.waitUntil(this.#listen())
  }

  /** Absent while nothing has been heard yet. */
  async prices(): Promise<Prices | undefined> {
    this.wake()
    await this.#ready()
    if (!this.#board) return undefined
    const { fearGreed = null, ...rest } = snapshotOf(this.#board, Date.now())
    return { ...rest, fearGreed }
  }

  /** An SSE body of `MarketStreamEvent`s: a snapshot, then what changes. */
  stream(): ReadableStream<Uint8Array> {
    this.wake()
    const { readable, writable } = new IdentityTransformStream()
    this.#fanOut.add(writable, this.#board, Date.now())
    return readable
  }

  history(symbol: CoinSymbol, range: HistoryRange): Promise<Stored<Candles>> {
    this.wake()
    return this.#candles.history(symbol, range)
  }

  fearGreedHistory(days: number): Promise<Stored<FearGreedHistory>> {
    return this.#candles.fearGreedHistory(days)
  }

  /** Every figure that may be cited now; none where there is no market. */
  async factSheet(): Promise<FactSheet> {
    this.wake()
    await this.#ready()
    const nowMs = Date.now()
    const board = this.#board
    if (!board) return { snapshotAt: new Date(nowMs).toISOString(), source: 'live', facts: new Map() }
    // Between two ticks the figures are the same, and only their age could differ.
    if (this.#sheet?.board === board && nowMs - this.#sheet.atMs < 1000) return this.#sheet.sheet
    const snapshot = snapshotOf(board, nowMs)
    const sheet = factSheet({ snapshot, ...this.#candles.factInputs(), now: new Date(nowMs) })
    this.#sheet = { board, atMs: nowMs, sheet }
    return sheet
  }

  /** Asked for by every turn, and by nothing else. */
  brief(state: MarketState): Promise<Brief | undefined> {
    this.#keeper.asked()
    return this.#briefs.get(state)
  }

  putBrief(brief: Brief): Promise<void> {
    return this.#briefs.put(brief)
  }

  claimBrief(state: MarketState): Promise<boolean> {
    return this.#briefs.claim(state)
  }

  async #ready(): Promise<void> {
    if (this.#board) return
    await within(firstSnapshotMs, this.#firstContact.promise)
    if (this.#board) await within(firstCandlesMs, this.#candles.refresh())
  }

  async #listen(): Promise<void> {
    const pulse = setInterval(() => this.#pulse(), pulseMs)
    try {
      for (let failures = 0; this.#isWanted(); ) {
        try {
          for await (const event of this.#client.stream()) {
            failures = 0
            this.#board = applyEvent(this.#board, event, Date.now())
            this.#fanOut.note(event)
            this.#fanOut.flush(this.#board, Date.now())
            if (this.#board) this.#firstContact.resolve()
            if (!this.#isWanted()) break
          }
        } catch (error) {
          failures += 1
          this.#firstContact.resolve()
          this.#log('warn', 'market stream lost', { failures, error: String(error) })
        }
        await pause(reconnectAfterMs(failures))
      }
    } finally {
      clearInterval(pulse)
      this.#listening = false
    }
  }

  #isWanted(): boolean {
    return this.#fanOut.size > 0 || Date.now() - this.#lastInterestMs < interestMs
  }

  #pulse(): void {
    const nowMs = Date.now()
    if (this.#board) {
      const now = standing(this.#board, nowMs)
      if (now !== this.#standing) this.#fanOut.noteAll()
      this.#standing = now
      void this.#candles.refresh()
      this.ctx.waitUntil(this.#lookAtBrief(this.#board, nowMs))
    }
    this.#fanOut.flush(this.#board, nowMs)
  }

  async #lookAtBrief(board: Board, nowMs: number): Promise<void> {
    try {
      await this.#keeper.look(() => stateOf(board, nowMs))
    } catch (error) {
      this.#log('warn', 'brief not made', { error: String(error) })
    }
  }
}

/** The market as a brief is measured against it; the same prices that the fact sheet holds. */
function stateOf(board: Board, nowMs: number): MarketState {
  const prices = coinSymbols.flatMap((symbol) => {
    const quote = quoteAt(board, symbol, nowMs)
    return quote ? [[symbol, quote.price] as const] : []
  })
  return { at: new Date(nowMs).toISOString(), prices: Object.fromEntries(prices) }
}

/** At once after an orderly end, then 0.5 s doubling to 8 s, half of it by chance. */
function reconnectAfterMs(failures: number): number {
  if (failures === 0) return 50
  const full = Math.min(8_000, 500 * 2 ** Math.min(failures - 1, 5))
  return full * (0.5 + Math.random() / 2)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** All that ingest knows of the market, folded from both venues' frames in the order of their arrival. */
import { type CoinSymbol, coinSymbols, type Venue } from '@sage/db/vocabulary'
import type { Exchange, FeedError, Tick } from '../exchanges/exchange.ts'
import {
  type Arbitration,
  arbitrate,
  broke,
  heard,
  initialArbitration,
  silentAfterMs,
} from '../feed/arbiter.ts'
import type { FrameEffect } from '../feed/connection.ts'
import { createLagMeter } from '../feed/lag.ts'
import type { Candle, StoredCandle } from './candle.ts'
import { createCandleFold } from './candles.ts'
import { type Latest, latestAfter } from './latest.ts'
import { quoteOf, type TimedQuote } from './quote.ts'

/** Counts since the start, for the metrics. */
export interface VenueCounts {
  tickers: number
  trades: number
  ignored: number
  repeatedTrades: number
  lateTrades: number
  /** Data frames' newest delay on arrival, in ms, the clocks' difference taken off. */
  lagMs: number
  /** Time without data beyond what is normal, in ms. */
  gapMs: number
  readonly errors: Map<FeedError['reason'], number>
}

export interface Market {
  /** Takes in a frame of a venue, whatever it is. */
  onFrame(exchange: Exchange, text: string, receivedMs: number): FrameEffect
  /** The venue's connection was broken: trades may have been missed. */
  interrupted(venue: Venue): void
  /** Applies the arbiter's rules, which depend on time; call it a few times a second. */
  settle(nowMs: number): void
  liveVenue(symbol: CoinSymbol): Venue
  quote(symbol: CoinSymbol, nowMs: number): TimedQuote | undefined
  /** Symbols whose quote may have changed since the last call. */
  takeChanged(): ReadonlySet<CoinSymbol>
  /** Minutes that are over and complete, each once. */
  closeCandles(nowMs: number): readonly StoredCandle[]
  recentCandles(symbol: CoinSymbol): readonly Candle[]
  takeRepairs(): readonly { readonly symbol: CoinSymbol; readonly atMs: number }[]
  /** The venues' time, as well as it can be told. */
  exchangeNowMs(nowMs: number): number
  counts(venue: Venue): VenueCounts
  switches(): number
}

/** A tick that can be believed, of any venue, with the time that it speaks for by our clock. */
export type OnTick = (tick: Tick, dataMs: number, receivedMs: number) => void

const hearingMs = 50

interface SymbolState {
  arbitration: Arbitration
  readonly latest: Partial<Record<Venue, Latest>>
}

interface VenueState {
  readonly counts: VenueCounts
  lastDataMs: number | undefined
  interrupted: boolean
}

export function createMarket(
  exchanges: readonly Pick<Exchange, 'venue' | 'contiguousTradeIds'>[],
  startedMs: number,
  onTick: OnTick = () => undefined,
): Market {
  const symbols = new Map<CoinSymbol, SymbolState>(
    coinSymbols.map((symbol) => [symbol, { arbitration: initialArbitration(startedMs), latest: {} }]),
  )
  const feeds: Readonly<Record<Venue, VenueState>> = { binance: newVenue(), gate: newVenue() }
  const contiguous = (venue: Venue) =>
    exchanges.some((each) => each.venue === venue && each.contiguousTradeIds)
  const candles = createCandleFold({ binance: contiguous('binance'), gate: contiguous('gate') })
  const lag = createLagMeter()
  let changed = new Set<CoinSymbol>()
  let switches = 0

  function stateOf(symbol: CoinSymbol): SymbolState {
    const state = symbols.get(symbol)
    if (state === undefined) throw new Error(`${symbol} is not known to the market`)
    return state
  }
  const liveVenue = (symbol: CoinSymbol) => stateOf(symbol).arbitration.live

  function judge(symbol: CoinSymbol, state: SymbolState, nowMs: number): void {
    const before = state.arbitration.live
    state.arbitration = arbitrate(state.arbitration, nowMs)
    if (state.arbitration.live === before) return
    switches += 1
    changed.add(symbol)
  }

  /** Any data proves that the connection speaks; a silence before it means that trades may be missing. */
  function noteData(feed: VenueState, venue: Venue, exchangeMs: number, receivedMs: number): void {
    const silence = feed.lastDataMs === undefined ? undefined : receivedMs - feed.lastDataMs
    feed.lastDataMs = receivedMs
    if (silence !== undefined && silence >= silentAfterMs) feed.counts.gapMs += silence
    if (!feed.interrupted && silence !== undefined && silence < silentAfterMs) return
    feed.interrupted = false
    candles.interrupted(venue, exchangeMs)
  }

  function take(tick: Tick, feed: VenueState, receivedMs: number): void {
    const { symbol, venue, exchangeMs } = tick
    const lateMs = lag.observe(venue, exchangeMs, receivedMs)
    const dataMs = receivedMs - lateMs
    feed.counts.lagMs = lateMs
    noteData(feed, venue, exchangeMs, receivedMs)
    const state = stateOf(symbol)
    // The arbiter thinks in seconds: in a burst it need not hear of every frame.
    if (dataMs - (state.arbitration.data[venue]?.newestMs ?? 0) >= hearingMs) {
      state.arbitration = heard(state.arbitration, venue, dataMs)
      judge(symbol, state, receivedMs)
    }
    if (tick.type === 'trade') {
      feed.counts.trades += 1
      const folded = candles.add(tick)
      if (folded === 'repeated') feed.counts.repeatedTrades += 1
      if (folded === 'late') feed.counts.lateTrades += 1
    } else feed.counts.tickers += 1
    state.latest[venue] = latestAfter(state.latest[venue], tick, dataMs)
    if (state.arbitration.live === venue) changed.add(symbol)
    onTick(tick, dataMs, receivedMs)
  }

  return {
    onFrame(exchange, text, receivedMs) {
      const parsed = exchange.parse(text, receivedMs)
      const feed = feeds[exchange.venue]
      const { counts } = feed
      switch (parsed.type) {
        case 'ticker':
        case 'trade':
          take(parsed, feed, receivedMs)
          return 'data'
        case 'ignored':
          counts.ignored += 1
          return parsed.reason === 'maintenance' ? 'maintenance' : 'none'
        case 'error':
          counts.errors.set(parsed.reason, (counts.errors.get(parsed.reason) ?? 0) + 1)
          // It may have been a trade; where ids do not tell, the minute is not complete.
          if (!exchange.contiguousTradeIds)
            candles.interrupted(exchange.venue, receivedMs - lag.clockErrorMs())
          return 'none'
      }
    },
    interrupted(venue) {
      feeds[venue].interrupted = true
      candles.interrupted(venue, Number.POSITIVE_INFINITY)
      for (const state of symbols.values()) state.arbitration = broke(state.arbitration, venue)
    },
    settle(nowMs) {
      for (const [symbol, state] of symbols) judge(symbol, state, nowMs)
    },
    liveVenue,
    quote: (symbol, nowMs) => quoteOf(symbol, liveVenue(symbol), stateOf(symbol).latest, nowMs),
    takeChanged() {
      const taken = changed
      changed = new Set()
      return taken
    },
    closeCandles: (nowMs) => candles.close(nowMs - lag.clockErrorMs(), liveVenue),
    recentCandles: (symbol) => candles.recent(symbol, liveVenue(symbol)),
    takeRepairs: () => candles.takeRepairs(),
    exchangeNowMs: (nowMs) => nowMs - lag.clockErrorMs(),
    counts: (venue) => feeds[venue].counts,
    switches: () => switches,
  }
}

function newVenue(): VenueState {
  return {
    counts: {
      tickers: 0,
      trades: 0,
      ignored: 0,
      repeatedTrades: 0,
      lateTrades: 0,
      lagMs: 0,
      gapMs: 0,
      errors: new Map(),
    },
    lastDataMs: undefined,
    interrupted: true,
  }
}

/** The market as last heard: a fold over ingest's stream that lets every quote grow old honestly. Pure. */
import { type CoinSymbol, coinSymbols, goneAfterMs, staleAfterMs } from '@sage/db/vocabulary'
import type { FearGreed, MarketStreamEvent, Quote, Snapshot } from '@sage/ingest/contract'

interface Heard<T> {
  readonly value: T
  /** When it would have been heard if nothing had held it up. */
  readonly atMs: number
}

export interface Board {
  readonly source: Snapshot['source']
  readonly quotes: ReadonlyMap<CoinSymbol, Heard<Quote>>
  readonly feeds: Snapshot['feeds']
  readonly fearGreed?: Heard<FearGreed>
  readonly transit: Transit
}

/** The shortest times that news took by both clocks, whatever they differ by. */
interface Transit {
  readonly sinceMs: number
  readonly leastMs: number
  readonly leastBeforeMs: number
}

/** Shortest times are kept for one to two of these, so that a clock that was set right is believed again. */
const transitWindowMs = 300_000

/**
 * The board after `event`, received at `nowMs`. Without a snapshot first there is no board. A snapshot was asked for
 * a moment ago; what follows it may have waited on a broken line or for a frozen object, and is older by that.
 */
export function applyEvent(
  board: Board | undefined,
  event: MarketStreamEvent,
  nowMs: number,
): Board | undefined {
  if (event.type === 'snapshot') {
    const { at, source, quotes, feeds, fearGreed } = event.snapshot
    return {
      source,
      feeds,
      quotes: new Map(quotes.map((value) => [value.symbol, { value, atMs: nowMs }])),
      ...(fearGreed ? { fearGreed: { value: fearGreed, atMs: nowMs } } : {}),
      transit: { sinceMs: nowMs, leastMs: nowMs - Date.parse(at), leastBeforeMs: Number.POSITIVE_INFINITY },
    }
  }
  if (!board) return undefined
  const tookMs = nowMs - Date.parse(event.at)
  const transit = transitAfter(board.transit, tookMs, nowMs)
  const atMs = nowMs - (tookMs - Math.min(transit.leastMs, transit.leastBeforeMs))
  switch (event.type) {
    case 'quotes': {
      const quotes = new Map(board.quotes)
      for (const value of event.quotes) quotes.set(value.symbol, { value, atMs })
      return { ...board, quotes, transit }
    }
    case 'status': {
      const fearGreed = event.fearGreed && { value: event.fearGreed, atMs }
      return { ...board, feeds: event.feeds, ...(fearGreed ? { fearGreed } : {}), transit }
    }
  }
}

function transitAfter(transit: Transit, tookMs: number, nowMs: number): Transit {
  if (nowMs - transit.sinceMs < transitWindowMs) {
    return { ...transit, leastMs: Math.min(transit.leastMs, tookMs) }
  }
  return { sinceMs: nowMs, leastMs: tookMs, leastBeforeMs: transit.leastMs }
}

/** The board at `nowMs`: older by the time since each part was heard; what is too old is missing. */
export function snapshotOf(board: Board, nowMs: number): Snapshot {
  const { fearGreed } = board
  return {
    at: new Date(nowMs).toISOString(),
    source: board.source,
    quotes: coinSymbols.flatMap((symbol) => quoteAt(board, symbol, nowMs) ?? []),
    ...(fearGreed
      ? { fearGreed: { ...fearGreed.value, ageMs: fearGreed.value.ageMs + nowMs - fearGreed.atMs } }
      : {}),
    feeds: board.feeds,
  }
}

export function quoteAt(board: Board, symbol: CoinSymbol, nowMs: number): Quote | undefined {
  const heard = board.quotes.get(symbol)
  if (!heard) return undefined
  const ageMs = Math.max(0, heard.value.ageMs + nowMs - heard.atMs)
  if (ageMs > goneAfterMs) return undefined
  return { ...heard.value, ageMs, freshness: ageMs > staleAfterMs ? 'stale' : 'live' }
}

/** How each coin stands, to notice when that changes without any news. */
export function standing(board: Board, nowMs: number): string {
  return coinSymbols.map((symbol) => quoteAt(board, symbol, nowMs)?.freshness ?? 'gone').join(' ')
}

/** The market as last heard: a fold over ingest's stream that lets every quote grow old honestly. Pure. */
import { type CoinSymbol, coinSymbols, goneAfterMs, staleAfterMs } from '@sage/db/vocabulary'
import type { FearGreed, MarketStreamEvent, Quote, Snapshot } from '@sage/ingest/contract'

interface Heard<T> {
  readonly value: T
  readonly atMs: number
}

export interface Board {
  readonly source: Snapshot['source']
  readonly quotes: ReadonlyMap<CoinSymbol, Heard<Quote>>
  readonly feeds: Snapshot['feeds']
  readonly fearGreed?: Heard<FearGreed>
}

/** The board after `event`, received at `nowMs`. Without a snapshot first there is no board. */
export function applyEvent(
  board: Board | undefined,
  event: MarketStreamEvent,
  nowMs: number,
): Board | undefined {
  switch (event.type) {
    case 'snapshot': {
      const { source, quotes, feeds, fearGreed } = event.snapshot
      return {
        source,
        feeds,
        quotes: new Map(quotes.map((value) => [value.symbol, { value, atMs: nowMs }])),
        ...(fearGreed ? { fearGreed: { value: fearGreed, atMs: nowMs } } : {}),
      }
    }
    case 'quotes': {
      if (!board) return undefined
      const quotes = new Map(board.quotes)
      for (const value of event.quotes) quotes.set(value.symbol, { value, atMs: nowMs })
      return { ...board, quotes }
    }
    case 'status':
      return (
        board && {
          ...board,
          feeds: event.feeds,
          ...(event.fearGreed ? { fearGreed: { value: event.fearGreed, atMs: nowMs } } : {}),
        }
      )
  }
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

/**
 * The price a tap is filled at: the first live tick of its coin that the market brought after the tap reached us.
 * Never the one that was known before, which the person who taps has seen already.
 */
import { type CoinSymbol, coinSymbols, type Venue } from '@sage/db/vocabulary'
import { MarketStreamEvent } from '@sage/ingest/contract'
import { readEvents } from '../http/sse-reader.ts'
import { applyEvent, type Board, quoteAt } from '../market/board.ts'

/** Prices in USDT; `marks` is what every coin with a live quote cost at that moment. */
export interface Tick {
  readonly symbol: CoinSymbol
  readonly bid: string
  readonly ask: string
  readonly venue: Venue
  /** The exchange's own time. */
  readonly at: string
  readonly marks: Readonly<Partial<Record<CoinSymbol, string>>>
}

export interface TickWatch {
  /** The first tick of `symbol`; `undefined` if none came in time. */
  first(symbol: CoinSymbol): Promise<Tick | undefined>
  stop(): void
}

/** Venues tell bid and ask once a second; a market that is silent for this long is not one to trade in. */
export const tickPatienceMs = 4_000

/**
 * Watches `body`, an SSE stream of `MarketStreamEvent`s, for each coin's first bid and ask that ingest heard at or after
 * `sinceMs`. Call `stop` when done.
 */
export function watchTicks(body: ReadableStream<Uint8Array>, sinceMs: number, now: () => Date): TickWatch {
  const waiting = new Map(coinSymbols.map((symbol) => [symbol, Promise.withResolvers<Tick | undefined>()]))
  const giveUp = () => {
    for (const { resolve } of waiting.values()) resolve(undefined)
  }
  const timer = setTimeout(giveUp, tickPatienceMs)
  const events = readEvents(body)
  const listen = async () => {
    let board: Board | undefined
    for await (const data of events) {
      const nowMs = now().getTime()
      board = applyEvent(board, MarketStreamEvent.parse(JSON.parse(data)), nowMs)
      if (!board) continue
      for (const [symbol, { resolve }] of waiting) {
        const tick = tickOn(board, symbol, sinceMs, nowMs)
        if (tick) resolve(tick)
      }
    }
  }
  // A stream that ends or breaks brings no tick either.
  listen().then(giveUp, giveUp)
  return {
    first: async (symbol) => waiting.get(symbol)?.promise,
    stop() {
      clearTimeout(timer)
      giveUp()
      void events.return()
    },
  }
}

/** What `board` says about `symbol`, if that was heard since `sinceMs`, is live, and has both sides of the book. */
export function tickOn(board: Board, symbol: CoinSymbol, sinceMs: number, nowMs: number): Tick | undefined {
  const quote = quoteAt(board, symbol, nowMs)
  if (quote?.freshness !== 'live') return undefined
  const { bid, ask, bookAt, venue, at } = quote
  if (bid === undefined || ask === undefined || bookAt === undefined) return undefined
  // Venues tell both sides of the book less often than trades; it is they that must be news.
  if (Date.parse(bookAt) < sinceMs) return undefined
  return { symbol, bid, ask, venue, at, marks: marksOf(board, nowMs) }
}

function marksOf(board: Board, nowMs: number): Tick['marks'] {
  return Object.fromEntries(
    coinSymbols.flatMap((symbol) => {
      const quote = quoteAt(board, symbol, nowMs)
      return quote?.freshness === 'live' ? [[symbol, quote.price]] : []
    }),
  )
}

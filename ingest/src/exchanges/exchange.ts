/** What a venue's adapter offers, and what a frame can turn out to be. Adapters are pure: they open nothing. */
import type { CandleInterval, CoinSymbol, TradeSide, Venue } from '@sage/db/vocabulary'
import type { Candle } from '../market/candle.ts'

/** The 24-hour statistics a venue sends once a second. Decimals are the venue's own digits, prices in USDT. */
export interface Ticker {
  readonly type: 'ticker'
  readonly venue: Venue
  readonly symbol: CoinSymbol
  readonly price: string
  readonly bid: string
  readonly ask: string
  readonly changePercent24h: string
  readonly high24h: string
  readonly low24h: string
  /** In USDT. */
  readonly volume24h: string
  /** The venue's own time, Unix ms. */
  readonly exchangeMs: number
}

/** One execution; `side` is the taker's, `quantity` in the coin. */
export interface Trade {
  readonly type: 'trade'
  readonly venue: Venue
  readonly symbol: CoinSymbol
  readonly price: string
  readonly quantity: string
  readonly side: TradeSide
  readonly tradeId: number
  readonly exchangeMs: number
  /** Digits of the venue's time below the millisecond, if it gives any. */
  readonly subMs?: string
}

export type Tick = Ticker | Trade

/** A frame that is in order and says nothing of the market. `maintenance` asks for a new socket soon. */
export interface Ignored {
  readonly type: 'ignored'
  readonly reason: 'acknowledged' | 'pong' | 'maintenance' | 'other_channel' | 'other_symbol'
}

/** A frame that must not be believed. */
export interface FeedError {
  readonly type: 'error'
  readonly reason:
    | 'not_json'
    | 'not_object'
    | 'missing_field'
    | 'bad_decimal'
    | 'not_positive'
    | 'high_below_low'
    | 'crossed_book'
    | 'bad_time'
    | 'future_time'
    | 'bad_side'
    | 'bad_id'
    | 'refused_by_venue'
  /** The field or the venue's words; never more than 200 characters. */
  readonly detail?: string
}

export type Parsed = Tick | Ignored | FeedError

export interface Exchange {
  readonly venue: Venue
  /** Whether ids of a symbol's trades follow one another without gaps, so that a lost one shows. */
  readonly contiguousTradeIds: boolean
  /** The address to open, from the configured one. */
  socketUrl(configured: string): string
  /** Frames to send once the socket is open. */
  greeting(nowMs: number): readonly string[]
  /** A frame that keeps the connection alive, where pongs of the protocol are not enough. */
  heartbeat?(nowMs: number): string
  /** Total: any text gives an answer, none throws. */
  parse(frame: string, receivedMs: number): Parsed
  /** REST candles with `fromMs <= start <= lastMs`, at most 1000 of them. */
  klinesUrl(
    base: string,
    symbol: CoinSymbol,
    interval: CandleInterval,
    fromMs: number,
    lastMs: number,
  ): string
  /** The candles of a REST answer that can be believed, oldest first; `undefined` if it is no such answer. */
  readKlines(body: unknown): readonly Candle[] | undefined
}

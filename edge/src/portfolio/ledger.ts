/** The stored trades of one user, and how they become what the figures are computed from. */
import type { CoinSymbol, Confidence, TradeSide, Venue } from '@sage/db/vocabulary'
import { type Fill, fillsOf, type Marks, type TimedTrade } from './fills.ts'

export interface PortfolioRow {
  readonly id: string
  readonly name: string
  readonly slot: number
  /** Counts the changes to its trades. */
  readonly version: number
  readonly createdAt: Date
}

/** What every figure is computed from. */
interface Measured {
  readonly id: string
  readonly quantity: string
  readonly price: string
  readonly fee: string
  readonly marks: Marks
  readonly at: Date
}

/** A fill and the tick it was made at. */
interface Execution extends Measured {
  readonly venue: Venue
  readonly tickAt: Date
  readonly spread: string
}

export interface MeasuredTrade extends Measured {
  readonly symbol: CoinSymbol
  readonly side: TradeSide
  /** Of its signal. */
  readonly confidence: Confidence | null
}

export interface MeasuredClose extends Measured {
  readonly tradeId: string
}

/** A ledger without what only its reader wants to know: a fraction of its size. */
export interface MeasuredEntries {
  readonly trades: readonly MeasuredTrade[]
  readonly closes: readonly MeasuredClose[]
}

export interface TradeRow extends Execution, MeasuredTrade {
  readonly portfolioId: string
  readonly signalId: string | null
}

/** A part of a trade's lot, closed by its owner. */
export interface CloseRow extends Execution, MeasuredClose {}

export interface Entries extends MeasuredEntries {
  readonly trades: readonly TradeRow[]
  readonly closes: readonly CloseRow[]
}

export interface SignalRow {
  readonly id: string
  readonly symbol: CoinSymbol
  readonly action: TradeSide
  readonly confidence: Confidence
  readonly reasoning: string
  readonly price: string
  readonly at: Date
  readonly chatId: string | null
  readonly messageId: string | null
}

/** `changed`: the portfolio is not at that version any more; read it again. */
export type Written = 'written' | 'changed' | 'duplicate'

/** One user's ledger. Rejects while the database is away. */
export interface Ledger {
  /** The default first, then in the order of their slots; none for someone who never looked. */
  existing(): Promise<readonly PortfolioRow[]>
  /** The same; the first is made if there is none. */
  portfolios(): Promise<readonly PortfolioRow[]>
  create(name: string): Promise<PortfolioRow | 'too_many' | 'name_taken'>
  /** `undefined` where there is no such portfolio. */
  rename(portfolioId: string, name: string): Promise<PortfolioRow | 'name_taken' | undefined>
  /** Makes it the default; whether there is such a portfolio. */
  prefer(portfolioId: string, at: Date): Promise<boolean>
  /** With all its trades; whether there was such a portfolio. */
  remove(portfolioId: string): Promise<boolean>
  /** In the order in which they were filled. */
  entries(portfolioId: string): Promise<Entries>
  /** The same in short, in one query. */
  measured(portfolioId: string): Promise<MeasuredEntries>
  /** Which portfolio a trade is in. */
  portfolioOf(tradeId: string): Promise<string | undefined>
  signals(ids: readonly string[]): Promise<readonly SignalRow[]>
  /** The trade that was made from a signal. */
  takenBy(signalId: string): Promise<string | undefined>
  addTrade(version: number, trade: Omit<TradeRow, 'confidence'>): Promise<Written>
  addClose(version: number, portfolioId: string, close: CloseRow): Promise<Written>
  removeTrade(version: number, portfolioId: string, tradeId: string): Promise<Written>
}

/** Trades and closes as one sequence of fills. */
export function fillsOfEntries({ trades, closes }: MeasuredEntries): Fill[] {
  const opened = new Map(trades.map((trade) => [trade.id, trade]))
  const exits = closes.flatMap((close): TimedTrade[] => {
    const trade = opened.get(close.tradeId)
    if (!trade) return []
    return [timed(close, trade.symbol, trade.side === 'buy' ? 'sell' : 'buy', trade.id)]
  })
  return fillsOf([...trades.map((trade) => timed(trade, trade.symbol, trade.side)), ...exits])
}

function timed(
  { id, quantity, price, fee, at, marks }: Measured,
  symbol: CoinSymbol,
  side: TradeSide,
  closes?: string,
): TimedTrade {
  const trade = { id, symbol, side, quantity, price, fee, marks, atMs: at.getTime() }
  return closes === undefined ? trade : { ...trade, closes }
}

/** When the next fill may happen: no two fills of a portfolio share a moment, so that their order is certain. */
export function nextMoment({ trades, closes }: Entries, now: Date): Date {
  const last = Math.max(0, ...[trades.at(-1), closes.at(-1)].map((entry) => entry?.at.getTime() ?? 0))
  return new Date(Math.max(now.getTime(), last + 1))
}

/** The stored trades of one user, and how they become what the figures are computed from. */
import type { CoinSymbol, Confidence, TradeSide, Venue } from '@sage/db/vocabulary'
import { type Fill, fillsOf, type MarkedTrade, type Marks } from './fills.ts'

export interface PortfolioRow {
  readonly id: string
  readonly name: string
  readonly slot: number
  /** Counts the changes to its trades. */
  readonly version: number
  readonly createdAt: Date
}

/** A fill and the tick it was made at. */
interface Execution {
  readonly id: string
  readonly quantity: string
  readonly price: string
  readonly fee: string
  readonly venue: Venue
  readonly tickAt: Date
  readonly spread: string
  readonly marks: Marks
  readonly at: Date
}

export interface TradeRow extends Execution {
  readonly portfolioId: string
  readonly signalId: string | null
  readonly symbol: CoinSymbol
  readonly side: TradeSide
  /** Of its signal. */
  readonly confidence: Confidence | null
}

/** A part of a trade's lot, closed by its owner. */
export interface CloseRow extends Execution {
  readonly tradeId: string
}

export interface Entries {
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
  /** In the order of their slots; none for someone who never looked. */
  existing(): Promise<readonly PortfolioRow[]>
  /** The same; the first is made if there is none. */
  portfolios(): Promise<readonly PortfolioRow[]>
  create(name: string): Promise<PortfolioRow | 'too_many' | 'name_taken'>
  /** In the order in which they were filled. */
  entries(portfolioId: string): Promise<Entries>
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
export function fillsOfEntries({ trades, closes }: Entries): Fill[] {
  const opened = new Map(trades.map((trade) => [trade.id, trade]))
  const exits = closes.flatMap((close): MarkedTrade[] => {
    const trade = opened.get(close.tradeId)
    if (!trade) return []
    const side = trade.side === 'buy' ? 'sell' : 'buy'
    return [{ ...figures(close), symbol: trade.symbol, side, closes: trade.id }]
  })
  return fillsOf([
    ...trades.map((trade): MarkedTrade => ({ ...figures(trade), symbol: trade.symbol, side: trade.side })),
    ...exits,
  ])
}

function figures({ id, quantity, price, fee, at, marks }: Execution) {
  return { id, quantity, price, fee, at: at.toISOString(), marks }
}

/** When the next fill may happen: no two fills of a portfolio share a moment, so that their order is certain. */
export function nextMoment({ trades, closes }: Entries, now: Date): Date {
  const last = Math.max(0, ...[trades.at(-1), closes.at(-1)].map((entry) => entry?.at.getTime() ?? 0))
  return new Date(Math.max(now.getTime(), last + 1))
}

/** The shadow portfolios of one user, as the routes and the mentor work with them. */
import type {
  NewTrade,
  Performance,
  Portfolio,
  ShadowTrade,
  ShadowTrades,
  TradeRefusal,
  UpdatePortfolio,
} from '../contract/portfolio.ts'
import type { PortfolioSummary } from '../facts/sheet.ts'
import type { Stored } from '../services.ts'
import type { Asked } from './report.ts'

export type TradeOutcome =
  | { readonly status: 'done'; readonly portfolioId: string; readonly tradeId: string }
  | { readonly status: 'unknown' }
  | { readonly status: 'refused'; readonly reason: TradeRefusal['reason']; readonly tradeId?: string }

export interface ShadowPortfolios {
  list(): Promise<Stored<readonly Portfolio[]>>
  /** `undefined` for one that another request has deleted right away. */
  create(name: string): Promise<Stored<Portfolio | 'too_many' | 'name_taken' | undefined>>
  /** `undefined` where there is no such portfolio. */
  update(portfolioId: string, change: UpdatePortfolio): Promise<Stored<Portfolio | 'name_taken' | undefined>>
  /** With all its trades; whether there was such a portfolio. */
  remove(portfolioId: string): Promise<Stored<boolean>>
  place(request: NewTrade): Promise<Stored<TradeOutcome>>
  close(tradeId: string, quantity: string | undefined): Promise<Stored<TradeOutcome>>
  undo(tradeId: string): Promise<Stored<TradeOutcome>>
  /** `undefined` where there is no such trade. */
  trade(tradeId: string): Promise<Stored<ShadowTrade | undefined>>
  /** The trade that was made from a signal, in whichever portfolio. */
  takenFrom(signalId: string): Promise<Stored<ShadowTrade | undefined>>
  /** Newest first; `undefined` where there is no such portfolio or cursor. */
  trades(page: {
    readonly portfolioId?: string
    readonly cursor?: string
    readonly limit: number
  }): Promise<Stored<ShadowTrades | undefined>>
  performance(portfolioId: string | undefined, asked: Asked): Promise<Stored<Performance | undefined>>
  csv(portfolioId: string | undefined): Promise<Stored<string | undefined>>
  /** What the mentor may cite; `undefined` for a portfolio without trades. */
  summary(): Promise<Stored<PortfolioSummary | undefined>>
}

/** A ledger in memory that keeps the promises of the stored one: versions, and one trade per signal. */
import type { CloseRow, Ledger, PortfolioRow, SignalRow, TradeRow, Written } from '../ledger.ts'

export interface MemoryLedger extends Ledger {
  readonly trades: readonly TradeRow[]
  readonly closes: readonly CloseRow[]
  /** Called before each write: where another request may be quicker. */
  beforeWrite: () => Promise<void>
}

export function memoryLedger(signals: readonly SignalRow[] = []): MemoryLedger {
  let portfolio: PortfolioRow = { id: 'p1', name: 'Sage', slot: 1, version: 0, createdAt: new Date(0) }
  let trades: readonly TradeRow[] = []
  let closes: readonly CloseRow[] = []

  async function write(version: number, change: () => Written): Promise<Written> {
    await ledger.beforeWrite()
    if (version !== portfolio.version) return 'changed'
    const written = change()
    if (written === 'written') portfolio = { ...portfolio, version: version + 1 }
    return written
  }

  const ledger: MemoryLedger = {
    get trades() {
      return trades
    },
    get closes() {
      return closes
    },
    beforeWrite: async () => {},
    existing: async () => [portfolio],
    portfolios: async () => [portfolio],
    create: async () => 'too_many',
    async rename(id, name) {
      if (id !== portfolio.id) return undefined
      portfolio = { ...portfolio, name }
      return portfolio
    },
    prefer: async (id) => id === portfolio.id,
    remove: async () => false,
    entries: async () => ({ trades, closes }),
    measured: async () => ({ trades, closes }),
    portfolioOf: async (tradeId) => trades.find(({ id }) => id === tradeId)?.portfolioId,
    signals: async (ids) => signals.filter(({ id }) => ids.includes(id)),
    takenBy: async (signalId) => trades.find((trade) => trade.signalId === signalId)?.id,
    addTrade: (version, trade) =>
      write(version, () => {
        const clash = trades.some(
          ({ id, signalId }) => id === trade.id || (signalId !== null && signalId === trade.signalId),
        )
        if (clash) return 'duplicate'
        const confidence = signals.find(({ id }) => id === trade.signalId)?.confidence ?? null
        trades = [...trades, { ...trade, confidence }]
        return 'written'
      }),
    addClose: (version, _portfolioId, close) =>
      write(version, () => {
        closes = [...closes, close]
        return 'written'
      }),
    removeTrade: (version, _portfolioId, tradeId) =>
      write(version, () => {
        trades = trades.filter(({ id }) => id !== tradeId)
        closes = closes.filter((close) => close.tradeId !== tradeId)
        return 'written'
      }),
  }
  return ledger
}

/** The shadow portfolios of one user, connected to the ledger and the market. */
import type { CoinSymbol } from '@sage/db/vocabulary'
import type { Performance, Portfolio, ShadowTrade } from '../contract/portfolio.ts'
import { type Database, stored } from '../db/index.ts'
import type { Market } from '../services.ts'
import { closesOf } from './closes.ts'
import { databaseLedger } from './database-ledger.ts'
import type { Entries, Ledger, PortfolioRow } from './ledger.ts'
import { RecentReports } from './recent-reports.ts'
import { type Asked, report, spanOf } from './report.ts'
import type { ShadowPortfolios } from './shadow-portfolios.ts'
import { summaryOf } from './summary.ts'
import { watchTicks } from './tick.ts'
import { outcomesOf, pricesNow, toCsv, tradeViews } from './trade-views.ts'
import { choose, closeTrade, placeTrade, undoTrade } from './trading.ts'

export interface ShadowDeps {
  readonly asOwner: Database
  readonly asService: Database
  readonly market: Pick<Market, 'prices' | 'stream'>
  now(): Date
}

const recentReports = new RecentReports()

export function shadowPortfolios(userId: string, deps: ShadowDeps): ShadowPortfolios {
  const { market, now } = deps
  const ledger: Ledger = databaseLedger(userId, deps)
  const watch = async () => {
    const tappedAtMs = now().getTime()
    return watchTicks(await market.stream(), tappedAtMs, now)
  }
  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
  const trading = { ledger, watch, wait, now }
  const prices = async () => pricesNow((await market.prices())?.quotes ?? [])

  async function open(portfolioId: string | undefined): Promise<PortfolioRow | undefined> {
    return choose(await ledger.portfolios(), portfolioId)
  }

  async function listed(): Promise<Portfolio[]> {
    return (await ledger.portfolios()).map(({ id, name, createdAt }, index) => ({
      id,
      name,
      isDefault: index === 0,
      createdAt: createdAt.toISOString(),
    }))
  }

  /** Views of the trades that `pick` chooses from the newest to the oldest. */
  async function views(
    entries: Entries,
    pick: (newestFirst: Entries['trades']) => Entries['trades'],
  ): Promise<ShadowTrade[]> {
    const chosen = pick([...entries.trades].reverse())
    const ids = chosen.flatMap(({ signalId }) => signalId ?? [])
    const [signals, current] = await Promise.all([ledger.signals(ids), prices()])
    return tradeViews(chosen, outcomesOf(entries), signals, current)
  }

  async function viewOf(tradeId: string): Promise<ShadowTrade | undefined> {
    const portfolioId = await ledger.portfolioOf(tradeId)
    if (portfolioId === undefined) return undefined
    const [view] = await views(await ledger.entries(portfolioId), (all) =>
      all.filter(({ id }) => id === tradeId),
    )
    return view
  }

  async function performanceOf(
    portfolio: PortfolioRow | undefined,
    asked: Asked,
  ): Promise<Performance | undefined> {
    if (!portfolio) return undefined
    const key = `${portfolio.id} ${portfolio.version} ${JSON.stringify(asked)}`
    return recentReports.get(key, now().getTime(), async () => {
      const entries = await ledger.measured(portfolio.id)
      const at = now()
      const span = spanOf(asked, entries, at)
      const symbols = new Set<CoinSymbol>(['BTC', ...entries.trades.map(({ symbol }) => symbol)])
      const [closes, current] = await Promise.all([closesOf(deps.asOwner, [...symbols], span, at), prices()])
      return report({ portfolioId: portfolio.id, asked, span, entries, closes, pricesNow: current, now: at })
    })
  }

  return {
    list: () => stored(listed()),

    create: (name) =>
      stored(
        (async () => {
          const outcome = await ledger.create(name)
          return typeof outcome === 'string' ? outcome : found(await listed(), outcome.id)
        })(),
      ),

    update: (portfolioId, { name, isDefault }) =>
      stored(
        (async () => {
          if (name !== undefined && (await ledger.rename(portfolioId, name)) === 'name_taken') {
            return 'name_taken'
          }
          if (isDefault) await ledger.prefer(portfolioId, now())
          return found(await listed(), portfolioId)
        })(),
      ),

    remove: (portfolioId) => stored(ledger.remove(portfolioId)),

    place: (request) => stored(placeTrade(request, trading)),
    close: (tradeId, quantity) => stored(closeTrade(tradeId, quantity, trading)),
    undo: (tradeId) => stored(undoTrade(tradeId, trading)),

    trade: (tradeId) => stored(viewOf(tradeId)),

    takenFrom: (signalId) =>
      stored(
        (async () => {
          const tradeId = await ledger.takenBy(signalId)
          return tradeId === undefined ? undefined : viewOf(tradeId)
        })(),
      ),

    trades: ({ portfolioId, cursor, limit }) =>
      stored(
        (async () => {
          const portfolio = await open(portfolioId)
          if (!portfolio) return undefined
          const entries = await ledger.entries(portfolio.id)
          const newest = [...entries.trades].reverse()
          const start = cursor === undefined ? 0 : newest.findIndex(({ id }) => id === cursor) + 1
          if (cursor !== undefined && start === 0) return undefined
          const page = newest.slice(start, start + limit)
          const last = newest.length > start + limit ? page.at(-1) : undefined
          return { trades: await views(entries, () => page), nextCursor: last?.id ?? null }
        })(),
      ),

    performance: (portfolioId, asked) =>
      stored(open(portfolioId).then((portfolio) => performanceOf(portfolio, asked))),

    csv: (portfolioId) =>
      stored(
        (async () => {
          const portfolio = await open(portfolioId)
          if (!portfolio) return undefined
          return toCsv(await views(await ledger.entries(portfolio.id), (all) => all))
        })(),
      ),

    summary: () =>
      stored(
        (async () => {
          const performance = await performanceOf(choose(await ledger.existing(), undefined), 'all')
          return performance && summaryOf(performance)
        })(),
      ),
  }
}

function found(portfolios: readonly Portfolio[], id: string): Portfolio | undefined {
  return portfolios.find((portfolio) => portfolio.id === id)
}

/** The shadow portfolio: what is asked of the server, and how its answers are kept. */
import {
  type NewTrade,
  Performance,
  type PerformanceRange,
  Portfolio,
  Portfolios,
  ShadowTrade,
  ShadowTrades,
  TradeRefusal,
  type UpdatePortfolio,
} from '@sage/edge/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { ApiProblem, api, apiResponse } from '../../lib/api.ts'
import { queryClient } from '../../lib/query-client.ts'

const portfolioKey = ['portfolio'] as const

/** All there are, the default first. */
export const portfoliosQuery = queryOptions({
  queryKey: [...portfolioKey, 'list'],
  queryFn: ({ signal }) => api('/api/portfolios', Portfolios, { signal }),
})

/** The trades of a portfolio, or of the default one, newest first. */
export function tradesQuery(portfolioId: string | undefined) {
  return infiniteQueryOptions({
    queryKey: [...portfolioKey, 'trades', portfolioId],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({
        limit: '100',
        ...(portfolioId && { portfolio: portfolioId }),
        ...(pageParam && { cursor: pageParam }),
      })
      return api(`/api/shadow-trades?${query}`, ShadowTrades, { signal })
    },
    initialPageParam: '',
    getNextPageParam: (page: ShadowTrades) => page.nextCursor,
    // One that was read while its coin had no live price has no value yet, and nothing to tick from.
    refetchInterval: 30_000,
  })
}

/** The trade that was made from a signal; `null` for none. */
export function takenQuery(signalId: string) {
  return queryOptions({
    queryKey: [...portfolioKey, 'signal', signalId],
    queryFn: async ({ signal }) => {
      const { trades } = await api(`/api/shadow-trades?signal=${signalId}`, ShadowTrades, { signal })
      return trades[0] ?? null
    },
  })
}

/** A range that ends now, or whole UTC days from the first to the last (`2026-11-24`). */
export type Asked = PerformanceRange | { readonly first: string; readonly last: string }

export function performanceQuery(portfolioId: string | undefined, asked: Asked) {
  return queryOptions({
    queryKey: [...portfolioKey, 'performance', portfolioId, asked],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({
        ...(typeof asked === 'string' ? { range: asked } : spanOf(asked)),
        ...(portfolioId && { portfolio: portfolioId }),
      })
      return api(`/api/portfolio/performance?${query}`, Performance, { signal })
    },
    // Prices tick by themselves; ratios and curves move slowly.
    refetchInterval: 30_000,
  })
}

function spanOf({ first, last }: { readonly first: string; readonly last: string }) {
  return {
    from: `${first}T00:00:00.000Z`,
    to: new Date(Date.parse(`${last}T00:00:00.000Z`) + 86_400_000).toISOString(),
  }
}

export async function createPortfolio(name: string): Promise<Portfolio> {
  return changed(api('/api/portfolios', Portfolio, { method: 'POST', body: { name } }))
}

export async function updatePortfolio(id: string, change: UpdatePortfolio): Promise<Portfolio> {
  return changed(api(`/api/portfolios/${id}`, Portfolio, { method: 'PATCH', body: change }))
}

export async function deletePortfolio(id: string): Promise<void> {
  await changed(apiResponse(`/api/portfolios/${id}`, { method: 'DELETE' }))
}

export async function placeTrade(trade: NewTrade): Promise<ShadowTrade> {
  return changed(api('/api/shadow-trades', ShadowTrade, { method: 'POST', body: trade }))
}

/** Closes `quantity` of a trade, or all of it that is open. */
export async function closeTrade(tradeId: string, quantity?: string): Promise<ShadowTrade> {
  const body = quantity === undefined ? {} : { quantity }
  return changed(api(`/api/shadow-trades/${tradeId}/close`, ShadowTrade, { method: 'POST', body }))
}

export async function undoTrade(tradeId: string): Promise<void> {
  await changed(apiResponse(`/api/shadow-trades/${tradeId}`, { method: 'DELETE' }))
}

/** Whatever came of a change, what is on screen follows it. */
async function changed<T>(change: Promise<T>): Promise<T> {
  return change.finally(() => queryClient.invalidateQueries({ queryKey: portfolioKey }))
}

/** Why nothing was traded; `other` for what is no refusal of the portfolio. */
export function refusalOf(problem: unknown): TradeRefusal['reason'] | 'other' {
  const refusal = TradeRefusal.safeParse(problem instanceof ApiProblem ? problem.details : undefined)
  return refusal.success ? refusal.data.reason : 'other'
}

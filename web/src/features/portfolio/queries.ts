/** The shadow portfolio: what is asked of the server, and how its answers are kept. */
import {
  type NewTrade,
  Performance,
  type PerformanceRange,
  ShadowTrade,
  ShadowTrades,
  TradeRefusal,
} from '@sage/edge/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { ApiProblem, api, apiResponse } from '../../lib/api.ts'
import { queryClient } from '../../lib/query-client.ts'

const portfolioKey = ['portfolio'] as const

/** The trades, newest first. */
export const tradesQuery = infiniteQueryOptions({
  queryKey: [...portfolioKey, 'trades'],
  queryFn: ({ pageParam, signal }) =>
    api(`/api/shadow-trades?limit=100${pageParam ? `&cursor=${pageParam}` : ''}`, ShadowTrades, { signal }),
  initialPageParam: '',
  getNextPageParam: (page: ShadowTrades) => page.nextCursor,
})

export function performanceQuery(range: PerformanceRange) {
  return queryOptions({
    queryKey: [...portfolioKey, 'performance', range],
    queryFn: ({ signal }) => api(`/api/portfolio/performance?range=${range}`, Performance, { signal }),
    // Prices tick by themselves; ratios and curves move slowly.
    refetchInterval: 30_000,
  })
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

import type { CoinSymbol, HistoryRange } from '@sage/db/vocabulary'
import { Candles } from '@sage/edge/contract'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'

/** Candles of a range, oldest first, renewed as its newest candle would change. */
export function historyQuery(symbol: CoinSymbol, range: HistoryRange) {
  return queryOptions({
    queryKey: ['history', symbol, range],
    queryFn: ({ signal }) => api(`/api/market/history/${symbol}?range=${range}`, Candles, { signal }),
    refetchInterval: 60_000,
  })
}

import { Status, StatusHistory } from '@sage/edge/contract'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => api('/api/status', Status, { signal }),
  refetchInterval: 10_000,
})

export const statusHistoryQuery = queryOptions({
  queryKey: ['status', 'history'],
  queryFn: ({ signal }) => api('/api/status/history', StatusHistory, { signal }),
  staleTime: 60_000,
})

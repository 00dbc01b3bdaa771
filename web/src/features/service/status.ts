import { Status } from '@sage/edge/contract'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => api('/api/status', Status, { signal }),
  refetchInterval: 10_000,
})

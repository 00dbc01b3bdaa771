import { PublicRecord } from '@sage/edge/contract'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'

/** The public record; its totals are on every page of it. */
export const recordQuery = infiniteQueryOptions({
  queryKey: ['record'],
  queryFn: ({ pageParam, signal }) =>
    api(`/api/record?limit=50${pageParam ? `&cursor=${pageParam}` : ''}`, PublicRecord, { signal }),
  initialPageParam: '',
  getNextPageParam: (page: PublicRecord) => page.nextCursor,
})

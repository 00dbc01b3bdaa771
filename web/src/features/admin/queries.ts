/** What an administrator asks of the server. */
import {
  AdminDeliveries,
  AdminFeeds,
  AdminReviews,
  AdminTurns,
  AdminUser,
  AdminUsers,
  AuditLog,
  ParkedRows,
  RetriedRow,
} from '@sage/edge/contract'
import { DeadLetters, RetriedLetter } from '@sage/edge/contract/alerts'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type * as z from 'zod/mini'
import { api } from '../../lib/api.ts'
import { queryClient } from '../../lib/query-client.ts'

const adminKey = ['admin'] as const

/** Pages of one list, newest first. `search` goes with every page. */
function pages<Page extends { readonly nextCursor: string | null }>(
  name: string,
  schema: z.ZodMiniType<Page>,
  search: Readonly<Record<string, string>> = {},
) {
  return infiniteQueryOptions({
    queryKey: [...adminKey, name, search],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ ...search, limit: '50', ...(pageParam && { cursor: pageParam }) })
      return api(`/api/admin/${name}?${query}`, schema, { signal })
    },
    initialPageParam: '',
    getNextPageParam: (page: Page) => page.nextCursor,
  })
}

export const turnsQuery = pages('turns', AdminTurns)
export const reviewsQuery = pages('risk-reviews', AdminReviews)
export const deliveriesQuery = pages('deliveries', AdminDeliveries)
export const deadLettersQuery = pages('dead-letters', DeadLetters)
export const parkedRowsQuery = pages('parked-rows', ParkedRows)
export const auditQuery = (changes: boolean) => pages('audit', AuditLog, { changes: String(changes) })
export const usersQuery = (q: string) => pages('users', AdminUsers, q === '' ? {} : { q })
export const feedsQuery = queryOptions({
  queryKey: [...adminKey, 'feeds'],
  queryFn: ({ signal }) => api('/api/admin/feeds', AdminFeeds, { signal }),
})

export function setDisabled(id: string, disabled: boolean): Promise<AdminUser> {
  const body = { disabled }
  return changed('users', api(`/api/admin/users/${id}`, AdminUser, { method: 'PATCH', body }))
}

export function retryRow(id: string): Promise<RetriedRow> {
  const path = `/api/admin/parked-rows/${id}/retry`
  return changed('parked-rows', api(path, RetriedRow, { method: 'POST', body: {} }))
}

/** It is in both lists of what failed. */
export function retryLetter(id: string): Promise<RetriedLetter> {
  const path = `/api/admin/dead-letters/${id}/retry`
  const retried = api(path, RetriedLetter, { method: 'POST', body: {} })
  return changed('deliveries', changed('dead-letters', retried))
}

async function changed<T>(name: string, change: Promise<T>): Promise<T> {
  return change.finally(() => queryClient.invalidateQueries({ queryKey: [...adminKey, name] }))
}

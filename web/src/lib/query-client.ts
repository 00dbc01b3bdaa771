import { notifyManager, QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './api.ts'

// Within the same task, so that an answer that leaves the live turn is in the list before the next paint.
notifyManager.setScheduler(queueMicrotask)

/** Where the profile of whoever is signed in is kept; `null` for nobody. */
export const meKey = ['me'] as const

/** What the server said, and for how long that is good enough. Only what may pass by itself is tried again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // Without a network the service worker answers, and what it cannot answer fails where it can be seen.
      networkMode: 'always',
      refetchOnReconnect: 'always',
      retry: (failures, error) => failures < 2 && error instanceof ApiProblem && error.transient,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})

/** The server knows this session no longer: the page acts on it at once. */
export function sessionOver(): void {
  queryClient.setQueryData(meKey, null)
}

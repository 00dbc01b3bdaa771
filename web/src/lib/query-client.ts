import { notifyManager, QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './api.ts'

// Within the same task, so that an answer that leaves the live turn is in the list before the next paint.
notifyManager.setScheduler(queueMicrotask)

/** What the server said, and for how long that is good enough. Only what may pass by itself is tried again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) => failures < 2 && error instanceof ApiProblem && error.transient,
    },
    mutations: { retry: false },
  },
})

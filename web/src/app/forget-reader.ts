/** Whatever this browser holds of the reader who leaves it. The server's own copy is none of its business. */
import { forgetDrafts } from '../features/chat/draft-store.ts'
import { forgetOutbox } from '../features/chat/outbox.ts'
import { forgetTurns } from '../features/chat/turn-actions.ts'
import { forgetUnseen } from '../features/chat/unseen.ts'
import { clearBadge } from '../lib/app-badge.ts'
import { meKey, queryClient } from '../lib/query-client.ts'
import { keptCacheName } from '../sw/kept-cache.ts'

/** Forgets, and shows the app as to somebody who is not signed in. */
export async function forgetReader(): Promise<void> {
  forgetTurns()
  forgetDrafts()
  forgetUnseen()
  forgetOutbox()
  clearBadge()
  queryClient.clear()
  queryClient.setQueryData(meKey, null)
  // A page that is not served over https has no caches.
  if ('caches' in globalThis) await caches.delete(keptCacheName)
}

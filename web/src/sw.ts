/**
 * The service worker: the app without a network. It only wires; what is kept and for whom is decided in `sw/`.
 * A new version waits until the page says so, because a page must not lose its scripts under its feet.
 */
import { keepAnswers } from './sw/answers.ts'
import { receivePushes } from './sw/push.ts'
import { serveShell } from './sw/shell.ts'

declare const self: ServiceWorkerGlobalScope

serveShell()
keepAnswers(self)
receivePushes(self)

self.addEventListener('message', (event) => {
  if (event.data?.type === 'SKIP_WAITING') void self.skipWaiting()
})
// The page that brought the worker is kept for offline too, not only the next one.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

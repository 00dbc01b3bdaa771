/** The browser's side of `followStream`: its fetch, its clock, and the events that tell that a page came back. */
import { requestIdHeader } from './api.ts'
import type { StreamDeps } from './follow-stream.ts'

export const browserStream: StreamDeps = {
  fetch(url, init) {
    const headers = new Headers(init.headers)
    headers.set(requestIdHeader, crypto.randomUUID())
    return fetch(url, { ...init, headers })
  },
  now: () => performance.now(),
  after(ms, action) {
    const timer = setTimeout(action, ms)
    return () => clearTimeout(timer)
  },
  random: Math.random,
  onWake(listener) {
    const online = () => listener('online')
    const visible = () => {
      if (document.visibilityState === 'visible') listener('visible')
    }
    // A page out of the back-forward cache has lost its connections.
    const shown = (event: PageTransitionEvent) => listener(event.persisted ? 'online' : 'visible')
    addEventListener('online', online)
    addEventListener('pageshow', shown)
    document.addEventListener('visibilitychange', visible)
    return () => {
      removeEventListener('online', online)
      removeEventListener('pageshow', shown)
      document.removeEventListener('visibilitychange', visible)
    }
  },
}

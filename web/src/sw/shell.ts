/** The app itself: every file of the build, one page for all paths, and the faces that were needed so far. */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { CacheFirst } from 'workbox-strategies'

declare const self: ServiceWorkerGlobalScope

/** What the server answers by itself: the API, and the local front's own paths. */
const serverPaths = [/^\/api\//, /^\/__/]

export function serveShell(): void {
  // vite-plugin-pwa writes the list of files in the place of this name.
  precacheAndRoute(self.__WB_MANIFEST)
  cleanupOutdatedCaches()
  registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: serverPaths }))
  // A hundred small files hold the Korean face. Their names change with their contents, so that they never age.
  registerRoute(({ url }) => url.pathname.endsWith('.woff2'), new CacheFirst({ cacheName: 'sage-fonts' }))
}

/**
 * Pushes: shown under their tag, so that the same alert never stands there twice; a tap marks it read and opens its
 * chat in the window that is open, or in a new one.
 */
import { PushPayload } from '@sage/edge/contract/alerts'
import * as z from 'zod/mini'
import type { OpenPage } from './open-page.ts'

/** What a shown notification remembers for the tap. */
const Remembered = z.object({ notificationId: z.string(), url: z.string() })
type Remembered = z.infer<typeof Remembered>

export interface Shown {
  readonly title: string
  readonly options: NotificationOptions & { readonly timestamp: number; readonly renotify: boolean }
}

/** What is shown of a push. Throws where it is none of ours. */
export function shownOf(json: unknown): Shown & { readonly badge: number } {
  const { title, body, tag, url, notificationId, silent, locale, at, badge } = PushPayload.parse(json)
  const data: Remembered = { notificationId, url }
  return {
    title,
    badge,
    options: {
      body,
      tag,
      data,
      lang: locale,
      silent,
      // A repeated push of the same alert replaces the first without another sound.
      renotify: false,
      timestamp: Date.parse(at),
      icon: '/icons/icon-192.png',
      badge: '/icons/badge-96.png',
    },
  }
}

/** Where a tap leads: only ever to this site. */
export function targetOf(data: unknown, origin: string): { readonly href: string; readonly id?: string } {
  const remembered = Remembered.safeParse(data)
  if (!remembered.success) return { href: new URL('/notifications', origin).href }
  const { url, notificationId } = remembered.data
  const target = URL.canParse(url, origin) ? new URL(url, origin) : new URL('/notifications', origin)
  const href = target.origin === origin ? target.href : new URL('/notifications', origin).href
  return { href, id: notificationId }
}

export function receivePushes(scope: ServiceWorkerGlobalScope): void {
  scope.addEventListener('push', (event) => {
    const { title, options, badge } = shownOf(event.data?.json())
    event.waitUntil(
      Promise.all([scope.registration.showNotification(title, options), showBadge(scope, badge)]),
    )
  })

  scope.addEventListener('notificationclick', (event) => {
    event.notification.close()
    const { href, id } = targetOf(event.notification.data, scope.location.origin)
    event.waitUntil(Promise.all([open(scope, href), id === undefined ? undefined : markRead(scope, id)]))
  })
}

async function open(scope: ServiceWorkerGlobalScope, href: string): Promise<void> {
  const [window] = await scope.clients.matchAll({ type: 'window' })
  if (!window) {
    await scope.clients.openWindow(href)
    return
  }
  const focused = await window.focus()
  // A page goes there itself where it can: what is typed in it stays.
  const ask: OpenPage = { type: 'OPEN', href }
  focused.postMessage(ask)
}

async function markRead(scope: ServiceWorkerGlobalScope, id: string): Promise<void> {
  await scope
    .fetch(`/api/notifications/${encodeURIComponent(id)}/read`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    })
    // The chat that opens says it all the same; the list marks it read when it is seen.
    .catch(() => undefined)
}

async function showBadge({ navigator }: ServiceWorkerGlobalScope, count: number): Promise<void> {
  if (!('setAppBadge' in navigator)) return
  await (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => undefined)
}

/** This browser's agreement to be pushed to. */
import { NewPushSubscription } from '@sage/edge/contract/alerts'

/** `install`: an iPhone or iPad pushes only to apps on the home screen. */
export type PushAbility = 'ready' | 'denied' | 'install' | 'unsupported'

export function pushAbility(): PushAbility {
  if ('serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis) {
    return Notification.permission === 'denied' ? 'denied' : 'ready'
  }
  return /iPhone|iPad/.test(navigator.userAgent) ? 'install' : 'unsupported'
}

/** The subscription of this browser, if it has one. */
export async function presentSubscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker?.getRegistration()
  return (await registration?.pushManager?.getSubscription()) ?? null
}

/**
 * Asks for permission and subscribes; only ever after a tap. `undefined` where the reader said no. Throws where the
 * browser's push service cannot be reached.
 */
export async function subscribe(publicKey: string): Promise<NewPushSubscription | undefined> {
  if ((await Notification.requestPermission()) !== 'granted') return undefined
  const { pushManager } = await navigator.serviceWorker.ready
  const subscription = await pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytesOf(publicKey),
  })
  return NewPushSubscription.parse(subscription.toJSON())
}

/** How the server names this browser among its devices; `null` where it has not subscribed. */
export async function ownFingerprint(): Promise<string | null> {
  const subscription = await presentSubscription()
  if (subscription === null) return null
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(subscription.endpoint))
  const base64 = btoa(String.fromCharCode(...new Uint8Array(digest)))
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

export async function unsubscribe(): Promise<void> {
  await (await presentSubscription())?.unsubscribe()
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const base64 = base64url.replaceAll('-', '+').replaceAll('_', '/')
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}

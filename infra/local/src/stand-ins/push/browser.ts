/** A browser's side of Web Push: keys of its own, and what they open. */
import { createECDH, type ECDH, randomBytes, randomUUID } from 'node:crypto'
import ece from 'http_ece'

/** What `pushManager.subscribe` gives a page. */
export interface Subscription {
  readonly endpoint: string
  readonly keys: { readonly p256dh: string; readonly auth: string }
}

export interface Browser {
  readonly id: string
  readonly subscription: Subscription
  /** The text of a push. Throws where it was not made for this browser. */
  decrypt(body: Buffer): string
}

/** A browser that has subscribed at the push service of this address. */
export function newBrowser(service: string, id: string = randomUUID()): Browser {
  const ecdh: ECDH = createECDH('prime256v1')
  const p256dh = ecdh.generateKeys().toString('base64url')
  const auth = randomBytes(16).toString('base64url')
  return {
    id,
    subscription: { endpoint: `${service}/push/${id}`, keys: { p256dh, auth } },
    decrypt: (body) =>
      ece.decrypt(body, { version: 'aes128gcm', privateKey: ecdh, authSecret: auth }).toString('utf8'),
  }
}

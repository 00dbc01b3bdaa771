/** One message to one browser: encrypted for it (RFC 8291), signed by us (RFC 8292), given to its push service. */
import { encryptNotification } from '@block65/webcrypto-web-push'
import type { PushPayload } from '../../contract/notification.ts'
import { allowedEndpoint } from './endpoint.ts'
import { outcomeOf, type PushOutcome } from './outcome.ts'

export interface PushTarget {
  readonly endpoint: string
  readonly p256dh: string
  readonly auth: string
}

export interface PushMessage {
  readonly payload: PushPayload
  /** For how long the push service keeps it for a browser that is away. */
  readonly ttlS: number
  readonly urgency: 'low' | 'normal' | 'high'
  /** A later message of the same topic replaces one that was not delivered yet: at most 32 of base64url's letters. */
  readonly topic: string
}

export interface SendDeps {
  readonly extraOrigins: ReadonlySet<string>
  /** `Authorization` for a push service, by its origin. */
  vapid(origin: string): Promise<string>
  fetch(url: string, init: RequestInit): Promise<Response>
  now(): Date
}

const deadlineMs = 10_000

/** Never rejects; nothing leaves for an address that is no push service's. */
export async function sendPush(
  target: PushTarget,
  message: PushMessage,
  deps: SendDeps,
): Promise<PushOutcome> {
  const endpoint = allowedEndpoint(target.endpoint, deps.extraOrigins)
  if (endpoint === undefined) return { status: 'refused', error: 'not the address of a push service' }
  if (message.ttlS <= 0) return { status: 'expired' }
  let body: Uint8Array<ArrayBuffer>
  try {
    body = await encryptNotification(
      { endpoint, expirationTime: null, keys: { p256dh: target.p256dh, auth: target.auth } },
      padded(JSON.stringify(message.payload)),
      { pad: false },
    )
  } catch {
    return { status: 'refused', error: 'the keys of the subscription are not usable' }
  }
  try {
    const response = await deps.fetch(endpoint, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: {
        authorization: await deps.vapid(new URL(endpoint).origin),
        'content-encoding': 'aes128gcm',
        'content-type': 'application/octet-stream',
        ttl: String(message.ttlS),
        urgency: message.urgency,
        topic: message.topic,
      },
      signal: AbortSignal.timeout(deadlineMs),
    })
    await response.body?.cancel()
    return outcomeOf(response.status, response.headers.get('retry-after'), deps.now().getTime())
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError'
    return { status: 'failed', error: timedOut ? 'no answer in time' : 'not reached' }
  }
}

/** Octets; a message is as long as a whole number of these, so that its length says next to nothing of its text. */
const padTo = 512

/**
 * JSON with spaces behind it. The library would pad every message to the 4 kB that a push service must take, which was
 * more than half of what encrypting it cost (`npm run bench -- alerts`).
 */
function padded(json: string): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(json)
  const bytes = new Uint8Array(Math.ceil(text.length / padTo) * padTo).fill(0x20)
  bytes.set(text)
  return bytes
}

/** What may be said on a screen and fits into a push: 3,993 bytes are all that there is. */
const longestBody = 500

export function fitting(payload: PushPayload): PushPayload {
  if (payload.body.length <= longestBody) return payload
  return { ...payload, body: `${[...payload.body].slice(0, longestBody - 1).join('')}…` }
}

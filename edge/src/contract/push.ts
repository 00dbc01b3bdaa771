import { Id, Timestamp } from '@sage/db/vocabulary'
import * as z from 'zod/mini'

/** `GET /api/push/public-key`: the `applicationServerKey` of `pushManager.subscribe`, base64url. */
export const PushPublicKey = z.object({ publicKey: z.string() })
export type PushPublicKey = z.infer<typeof PushPublicKey>

const base64url = (bytes: number) =>
  z.string().check(z.regex(new RegExp(`^[A-Za-z0-9_-]{${Math.ceil((bytes * 4) / 3)}}={0,2}$`)))

/**
 * `POST /api/push/subscriptions`: what `PushSubscription.toJSON()` gives (W3C Push API). The endpoint must be one of a
 * push service that is known; anything else is `bad_request`. Repeating it changes nothing.
 */
export const NewPushSubscription = z.object({
  endpoint: z.url().check(z.maxLength(2000)),
  keys: z.object({
    /** An uncompressed point on P-256. */
    p256dh: base64url(65),
    auth: base64url(16),
  }),
})
export type NewPushSubscription = z.infer<typeof NewPushSubscription>

/** A browser that is pushed to. */
export const PushDevice = z.object({
  id: Id,
  /** `User-Agent` of the browser when it subscribed. */
  userAgent: z.nullable(z.string()),
  /** Host of its push service. */
  service: z.string(),
  /** SHA-256 of its endpoint, base64url: a browser knows itself by it, and the address stays with the server. */
  fingerprint: z.string(),
  createdAt: Timestamp,
  lastSuccessAt: z.nullable(Timestamp),
  /** Failed sendings since the last one that succeeded. */
  failures: z.int(),
})
export type PushDevice = z.infer<typeof PushDevice>

/** `GET /api/push/subscriptions`: newest first. */
export const PushDevices = z.object({ devices: z.array(PushDevice) })
export type PushDevices = z.infer<typeof PushDevices>

/** More than these a user cannot have. */
export const mostPushDevices = 20

/** Answer of `POST /api/push/subscriptions/:id/test`. */
export const PushTest = z.object({ status: z.literal('queued') })
export type PushTest = z.infer<typeof PushTest>

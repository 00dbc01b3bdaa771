/** The session cookie: an encrypted token that names a user and one sign-in of theirs. */

import { decode, encode } from '@auth/core/jwt'
import { Id, Role } from '@sage/db/vocabulary'
import * as z from 'zod'
import type { AuthSettings } from '../services.ts'

/** A session ends when it was not used for so long, */
export const idleSeconds = 30 * 24 * 60 * 60
/** and in any case so long after the sign-in. */
export const absoluteSeconds = 90 * 24 * 60 * 60
/** Older tokens are renewed by whichever request brings them. */
export const freshSeconds = 15 * 60

export const Session = z.object({
  /** The user's id. */
  sub: Id,
  role: Role,
  /** One sign-in; what a sign-out revokes. */
  sid: Id,
  /** When the user signed in, in seconds since 1970. */
  signedInAt: z.number(),
})
export type Session = z.infer<typeof Session>

const Token = Session.extend({ iat: z.number() })

export function isSecure(auth: AuthSettings): boolean {
  return auth.origin.startsWith('https:')
}

export function sessionCookieName(auth: AuthSettings): string {
  return isSecure(auth) ? '__Host-authjs.session-token' : 'authjs.session-token'
}

export interface SessionCookie {
  readonly session: Session
  /** Set where the cookie is due for renewal. */
  readonly renewed?: { readonly value: string; readonly maxAgeSeconds: number }
}

/** Reads the cookie's value; absent if it does not decrypt, has expired, or is of another shape. */
export async function readSession(
  value: string,
  auth: AuthSettings,
  now: Date,
): Promise<SessionCookie | undefined> {
  const salt = sessionCookieName(auth)
  const payload = await decode({ token: value, secret: [...auth.secrets], salt }).catch(() => null)
  const token = Token.safeParse(payload)
  if (!token.success) return undefined
  const { iat, ...session } = token.data
  const nowSeconds = Math.floor(now.getTime() / 1000)
  const leftSeconds = session.signedInAt + absoluteSeconds - nowSeconds
  if (leftSeconds <= 0) return undefined
  if (nowSeconds - iat < freshSeconds) return { session }
  const maxAgeSeconds = Math.min(idleSeconds, leftSeconds)
  const renewed = await encode({ token: session, secret: [...auth.secrets], salt, maxAge: maxAgeSeconds })
  return { session, renewed: { value: renewed, maxAgeSeconds } }
}

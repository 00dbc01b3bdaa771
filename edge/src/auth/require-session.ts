import type { Context, MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { ApiError } from '../errors.ts'
import type { AppEnv } from '../http/context.ts'
import { isSecure, readSession, type Session, sessionCookieName } from './session.ts'

/** Reads the session cookie, once per request, for whoever asks for it. It does not tell whether it was revoked. */
export const readsSession: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { auth } = c.env
  const value = getCookie(c, sessionCookieName(auth))
  const cookie = value === undefined ? undefined : await readSession(value, auth, c.env.now())
  if (cookie) c.set('cookie', cookie)
  return next()
}

/**
 * Sets `session` or answers 401. A token that decrypts is not enough: the user's object must not have
 * revoked it. A token that is due is renewed in passing; two requests that do so at once both succeed, because the
 * token they brought stays good.
 */
export const requireSession: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { auth } = c.env
  const cookie = c.get('cookie')
  if (!cookie) throw new ApiError('unauthenticated')
  const verdict = await c.env.desk(cookie.session.sub).check(cookie.session)
  if (verdict === 'revoked') {
    clearSessionCookie(c)
    throw new ApiError('unauthenticated')
  }
  c.set('session', cookie.session)
  await next()
  // A route that has ended the session has also taken its cookie away.
  if (cookie.renewed && !c.res.headers.has('Set-Cookie')) {
    setCookie(c, sessionCookieName(auth), cookie.renewed.value, {
      ...cookieOptions(isSecure(auth)),
      maxAge: cookie.renewed.maxAgeSeconds,
    })
  }
}

export function clearSessionCookie(c: Context<AppEnv>): void {
  const { auth } = c.env
  setCookie(c, sessionCookieName(auth), '', { ...cookieOptions(isSecure(auth)), maxAge: 0 })
}

export function sessionOf(c: Context<AppEnv>): Session {
  return c.get('session')
}

function cookieOptions(secure: boolean) {
  return { path: '/', httpOnly: true, sameSite: 'Lax', secure } as const
}

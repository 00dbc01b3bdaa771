import { Hono } from 'hono'
import { clearSessionCookie, requireSession, sessionOf } from '../auth/require-session.ts'
import { handleAuth } from '../auth/sign-in.ts'
import { ApiError } from '../errors.ts'
import type { AppEnv } from '../http/context.ts'
import { preferredLocale } from '../http/locale.ts'

/** `/api/auth/*`. Auth.js guards its own forms with a token of its own, so they may be posted as forms. */
export const authRoutes = new Hono<AppEnv>()
  .post('/sign-out-everywhere', requireSession, async (c) => {
    await c.env.desk(sessionOf(c).sub).revokeAll()
    clearSessionCookie(c)
    return c.json({ signedOut: true })
  })
  .all('/*', async (c) => {
    const response = await handleAuth(c.req.raw, c.env, preferredLocale(c.req.header('Accept-Language')))
    if (!response) throw new ApiError('not_found')
    // `Response.redirect` makes headers that nobody may add to.
    return new Response(response.body, response)
  })

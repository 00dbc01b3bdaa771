import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { clearSessionCookie, requireSession, sessionOf } from '../auth/require-session.ts'
import { handleAuth } from '../auth/sign-in.ts'
import type { AppEnv } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { signInLimited } from '../http/limits.ts'
import { preferredLocale } from '../http/locale.ts'

const SignedOut = z.object({ signedOut: z.literal(true) })
const Csrf = z.object({ csrfToken: z.string() })

/**
 * `/api/auth`: of Auth.js what is listed here, and nothing else of it. It guards its own forms with a token of its
 * own, so they are posted as forms.
 */
export const authRoutes = new Hono<AppEnv>()
  .post(
    '/sign-out-everywhere',
    describe('Ends every session of the user.', SignedOut),
    requireSession,
    async (c) => {
      await c.env.desk(sessionOf(c).sub).revokeAll()
      clearSessionCookie(c)
      return c.json({ signedOut: true })
    },
  )
  .get('/csrf', describe('The token that the forms below carry as `csrfToken`.', Csrf), authJs)
  .post('/signin/google', describe('Sends the browser to Google.', { status: 302 }), signInLimited, authJs)
  .get(
    '/callback/google',
    describe('Google sends the browser back to here.', { status: 302 }),
    signInLimited,
    authJs,
  )
  .post('/signout', describe('Ends the session.', { status: 302 }), authJs)
  .get('/error', describe('Goes on to the page that tells why a sign-in failed.', { status: 302 }), authJs)

async function authJs(c: Context<AppEnv>): Promise<Response> {
  const signIn = {
    request: c.req.raw,
    locale: preferredLocale(c.req.header('Accept-Language')),
    former: c.get('cookie')?.session,
  }
  const response = await handleAuth(signIn, c.env)
  // `Response.redirect` makes headers that nobody may add to.
  return new Response(response.body, response)
}

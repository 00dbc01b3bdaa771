import { Hono } from 'hono'
import { eraseUser } from '../account/erasure.ts'
import { clearSessionCookie, requireSession, sessionOf } from '../auth/require-session.ts'
import { Me, UpdateMe } from '../contract/user.ts'
import { ApiError } from '../errors.ts'
import type { AppEnv } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { available } from '../http/outcome.ts'
import { validate } from '../http/validate.ts'
import type { Services } from '../services.ts'

/** `/api/users`. */
export const userRoutes = new Hono<AppEnv>()
  .use(requireSession)
  .get('/me', describe('The profile.', Me), async (c) => {
    const userId = sessionOf(c).sub
    return c.json(await orEndSessions(c.env, userId, available(await c.env.users.find(userId))))
  })
  .get(
    '/me/export',
    describe('Everything that names the user, as one JSON document.', { media: 'application/json' }),
    async (c) => {
      const document = available(await c.env.ownData.document(sessionOf(c).sub))
      return new Response(document, {
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'Content-Disposition': 'attachment; filename="sage-export.json"',
          'Cache-Control': 'no-store',
        },
      })
    },
  )
  .delete(
    '/me',
    describe('Erases the user: every row and object, and all sessions.', { status: 204 }),
    async (c) => {
      await eraseUser(c.env, sessionOf(c).sub)
      clearSessionCookie(c)
      return c.body(null, 204)
    },
  )
  .patch('/me', describe('Changes the profile.', Me), validate('json', UpdateMe), async (c) => {
    const userId = sessionOf(c).sub
    const changed = available(await c.env.users.update(userId, c.req.valid('json')))
    const me = await orEndSessions(c.env, userId, changed)
    await c.env.desk(userId).setProfile({ locale: me.locale, riskProfile: me.riskProfile })
    return c.json(me)
  })

/** A user who is gone or disabled by the database's account has no good session from here on. */
async function orEndSessions(services: Services, userId: string, me: Me | undefined): Promise<Me> {
  if (me) return me
  await services.desk(userId).setDisabled(true)
  throw new ApiError('unauthenticated')
}

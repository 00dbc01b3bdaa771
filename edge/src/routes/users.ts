import { Hono } from 'hono'
import { requireSession, sessionOf } from '../auth/require-session.ts'
import { UpdateMe } from '../contract/user.ts'
import { ApiError } from '../errors.ts'
import type { AppEnv } from '../http/context.ts'
import { available } from '../http/outcome.ts'
import { validate } from '../http/validate.ts'

/** `/api/users`. */
export const userRoutes = new Hono<AppEnv>()
  .use(requireSession)
  .get('/me', async (c) => {
    const me = available(await c.env.users.find(sessionOf(c).sub))
    if (!me) throw new ApiError('unauthenticated')
    return c.json(me)
  })
  .patch('/me', validate('json', UpdateMe), async (c) => {
    const userId = sessionOf(c).sub
    const me = available(await c.env.users.update(userId, c.req.valid('json')))
    if (!me) throw new ApiError('unauthenticated')
    await c.env.desk(userId).setProfile({ locale: me.locale, riskProfile: me.riskProfile })
    return c.json(me)
  })

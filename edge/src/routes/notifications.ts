import { Id } from '@sage/db/vocabulary'
import { Hono } from 'hono'
import * as z from 'zod'
import { requireSession, sessionOf } from '../auth/require-session.ts'
import { Notifications, Unread } from '../contract/notification.ts'
import type { AppEnv } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { available, found } from '../http/outcome.ts'
import { validate } from '../http/validate.ts'

const Page = z.object({
  cursor: z.optional(Id),
  limit: z.coerce.number().int().min(1).max(100).default(30),
})

/** `/api/notifications`: the user's own. */
export const notificationRoutes = new Hono<AppEnv>()
  .use(requireSession)
  .get(
    '/',
    describe('What the user was told, newest first.', Notifications),
    validate('query', Page),
    async (c) => {
      const { cursor, limit } = c.req.valid('query')
      const centre = c.env.notifications(sessionOf(c).sub)
      return c.json(available(await centre.page({ limit, ...(cursor === undefined ? {} : { cursor }) })))
    },
  )
  .post('/read-all', describe('Marks everything read.', Unread), async (c) => {
    const body: Unread = { unread: available(await c.env.notifications(sessionOf(c).sub).readAll()) }
    return c.json(body)
  })
  .patch(
    '/:id/read',
    describe('Marks one notification read.', Unread),
    validate('param', z.object({ id: Id })),
    async (c) => {
      const centre = c.env.notifications(sessionOf(c).sub)
      const body: Unread = { unread: found(available(await centre.read(c.req.valid('param').id))) }
      return c.json(body)
    },
  )

import { Id } from '@sage/db/vocabulary'
import { Hono } from 'hono'
import * as z from 'zod'
import { requireSession, sessionOf } from '../auth/require-session.ts'
import { LinkContext } from '../contract/alert.ts'
import type { AppEnv } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { available, found } from '../http/outcome.ts'
import { validate } from '../http/validate.ts'

/** `/api/contexts`: what a link of the user's is about. */
export const contextRoutes = new Hono<AppEnv>()
  .use(requireSession)
  .get(
    '/:id',
    describe('What a link is about.', LinkContext),
    validate('param', z.object({ id: Id })),
    async (c) => {
      return c.json(found(available(await c.env.contexts(sessionOf(c).sub).find(c.req.valid('param').id))))
    },
  )

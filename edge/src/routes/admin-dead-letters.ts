import { Id } from '@sage/db/vocabulary'
import { Hono } from 'hono'
import * as z from 'zod'
import { DeadLetters, RetriedLetter } from '../contract/dead-letter.ts'
import type { AppEnv } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { available, found } from '../http/outcome.ts'
import { validate } from '../http/validate.ts'

const Page = z.object({
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

/** `/api/admin/dead-letters`. Whoever mounts these routes has made sure that an administrator asks. */
export const deadLetterRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe('What could not be delivered, newest first.', DeadLetters),
    validate('query', Page),
    async (c) => {
      const { cursor, limit } = c.req.valid('query')
      const body: DeadLetters = available(
        await c.env.deadLetters.page({ limit, ...(cursor === undefined ? {} : { cursor }) }),
      )
      return c.json(body)
    },
  )
  .post(
    '/:id/retry',
    describe('Puts it on its way again.', RetriedLetter),
    validate('param', z.object({ id: Id })),
    async (c) => {
      const { id } = c.req.valid('param')
      const status = found(available(await c.env.deadLetters.retry(id)))
      const body: RetriedLetter = { id, status }
      return c.json(body)
    },
  )

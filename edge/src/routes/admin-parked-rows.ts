import { Id } from '@sage/db/vocabulary'
import { Hono } from 'hono'
import * as z from 'zod'
import { ParkedRows, RetriedRow } from '../contract/parked-row.ts'
import { ApiError } from '../errors.ts'
import type { AppEnv } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { available, present } from '../http/outcome.ts'
import { validate } from '../http/validate.ts'

const Page = z.object({
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

/** `/api/admin/parked-rows`. Whoever mounts these routes has made sure that an administrator asks. */
export const parkedRowRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe('Rows that PostgreSQL refused and that wait for an administrator.', ParkedRows),
    validate('query', Page),
    async (c) => {
      const { cursor, limit } = c.req.valid('query')
      const body: ParkedRows = available(
        await c.env.parkedRows.page({ limit, ...(cursor === undefined ? {} : { cursor }) }),
      )
      return c.json(body)
    },
  )
  .post(
    '/:id/retry',
    describe('Tries a parked row again.', RetriedRow),
    validate('param', z.object({ id: Id })),
    async (c) => {
      const { id } = c.req.valid('param')
      const row = available(await c.env.parkedRows.find(id))
      if (!row) throw new ApiError('not_found')
      const outcome = await c.env.room(row.userId, row.chatId).retryParked(row.outboxRow)
      // The chat is gone, and with it what was parked.
      if (outcome.status === 'absent') available(await c.env.parkedRows.forget(id))
      const body: RetriedRow = { status: present(outcome).status }
      return c.json(body)
    },
  )

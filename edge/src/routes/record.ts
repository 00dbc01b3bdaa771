import { Id } from '@sage/db/vocabulary'
import { Hono } from 'hono'
import * as z from 'zod'
import { PublicRecord } from '../contract/record.ts'
import { ApiError } from '../errors.ts'
import type { AppEnv } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { available } from '../http/outcome.ts'
import { validate } from '../http/validate.ts'

const Page = z.object({
  cursor: z.optional(Id),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** `/api/record`: public. */
export const recordRoutes = new Hono<AppEnv>().get(
  '/',
  describe('Every signal ever given, taken or not, and what came of it.', PublicRecord),
  validate('query', Page),
  async (c) => {
    const { cursor, limit } = c.req.valid('query')
    const page = available(await c.env.record.page({ limit, ...(cursor === undefined ? {} : { cursor }) }))
    if (!page) throw new ApiError('not_found')
    c.header('Cache-Control', 'public, max-age=30')
    return c.json(page)
  },
)

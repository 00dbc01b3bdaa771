import { AlertReport } from '@sage/ingest/contract'
import { Hono } from 'hono'
import * as z from 'zod'
import { ApiError } from '../errors.ts'
import type { AppEnv } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { bodyOnly } from '../http/guard.ts'
import { available } from '../http/outcome.ts'

const Accepted = z.object({ status: z.literal('accepted') })

/** `/api/internal/*`: for ingest, under a token of its own key. No browser's rules apply here, and no cookie. */
export const internalRoutes = new Hono<AppEnv>().post(
  '/market-events',
  describe('From ingest, under its own token: what happened.', Accepted),
  bodyOnly('json'),
  async (c) => {
    const body = new Uint8Array(await c.req.arrayBuffer())
    const isOurs = available(await c.env.reports.accept(c.req.header('Authorization'), body))
    if (!isOurs) throw new ApiError('unauthenticated')
    const report = AlertReport.safeParse(parse(body))
    if (!report.success) throw new ApiError('bad_request')
    available(await c.env.reports.announce(report.data))
    return c.json({ status: 'accepted' as const })
  },
)

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return undefined
  }
}

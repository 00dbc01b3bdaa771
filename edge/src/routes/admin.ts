import { Id, TurnStatus } from '@sage/db/vocabulary'
import { Hono } from 'hono'
import * as z from 'zod'
import type { PageRequest } from '../admin/administration.ts'
import { requireAdmin } from '../auth/require-admin.ts'
import { sessionOf } from '../auth/require-session.ts'
import {
  AdminDeliveries,
  AdminFeeds,
  AdminReviews,
  AdminTurns,
  AdminUser,
  AdminUsers,
  AuditLog,
  UpdateUser,
} from '../contract/admin.ts'
import { writtenText } from '../contract/text.ts'
import { ApiError } from '../errors.ts'
import type { AppEnv } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { available } from '../http/outcome.ts'
import { validate } from '../http/validate.ts'
import { deadLetterRoutes } from './admin-dead-letters.ts'
import { parkedRowRoutes } from './admin-parked-rows.ts'

const Page = z.object({
  cursor: z.optional(Id),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
const TurnPage = Page.extend({ status: z.optional(TurnStatus), user: z.optional(Id) })
const ReviewPage = Page.extend({ days: z.coerce.number().int().min(1).max(365).default(30) })
const UserPage = Page.extend({ q: z.optional(writtenText({ minLength: 1, maxLength: 254 })) })
const AuditPage = Page.extend({ changes: z.stringbool().default(false) })
const UserParam = z.object({ id: Id })

/** `/api/admin`: for administrators, each request noted in the audit log. Chats cannot be read here. */
export const adminRoutes = new Hono<AppEnv>()
  .use(requireAdmin)
  .route('/dead-letters', deadLetterRoutes)
  .route('/parked-rows', parkedRowRoutes)
  .get(
    '/turns',
    describe('What turns took and cost.', AdminTurns),
    validate('query', TurnPage),
    async (c) => {
      const { status, user, ...page } = c.req.valid('query')
      const filter = { ...(status && { status }), ...(user && { userId: user }) }
      return c.json(available(await c.env.admin.turns({ ...pageOf(page), ...filter })))
    },
  )
  .get(
    '/risk-reviews',
    describe('Verdicts of the gate and of Risk, with the hallucination rate by day.', AdminReviews),
    validate('query', ReviewPage),
    async (c) => {
      const { days, ...page } = c.req.valid('query')
      return c.json(available(await c.env.admin.reviews({ ...pageOf(page), days })))
    },
  )
  .get('/feeds', describe('Feeds, quotes and incidents.', AdminFeeds), async (c) => {
    const [prices, incidents] = await Promise.all([c.env.market.prices(), c.env.admin.incidents()])
    const body: AdminFeeds = {
      ...(prices && { source: prices.source }),
      feeds: prices?.feeds ?? [],
      quotes: (prices?.quotes ?? []).map(({ symbol, venue, ageMs, freshness }) => ({
        symbol,
        venue,
        ageMs,
        freshness,
      })),
      incidents: [...available(incidents)],
    }
    return c.json(body)
  })
  .get('/users', describe('Users, newest first.', AdminUsers), validate('query', UserPage), async (c) => {
    const { q, ...page } = c.req.valid('query')
    return c.json(available(await c.env.admin.users({ ...pageOf(page), ...(q && { q }) })))
  })
  .patch(
    '/users/:id',
    describe('Disables a user at once, or lets them in again.', AdminUser),
    validate('param', UserParam),
    validate('json', UpdateUser),
    async (c) => {
      const { id } = c.req.valid('param')
      const { disabled } = c.req.valid('json')
      if (id === sessionOf(c).sub) {
        throw new ApiError('conflict', { message: 'An administrator cannot disable the own account.' })
      }
      const user = available(await c.env.admin.setDisabled(id, disabled))
      if (!user) throw new ApiError('not_found')
      await c.env.desk(id).setDisabled(disabled)
      return c.json(user)
    },
  )
  .get(
    '/deliveries',
    describe('Messages that failed.', AdminDeliveries),
    validate('query', Page),
    async (c) => {
      return c.json(available(await c.env.admin.deliveries(pageOf(c.req.valid('query')))))
    },
  )
  .get(
    '/audit',
    describe('Who asked the administration for what.', AuditLog),
    validate('query', AuditPage),
    async (c) => {
      const { changes, ...page } = c.req.valid('query')
      return c.json(available(await c.env.admin.auditLog({ ...pageOf(page), changes })))
    },
  )

function pageOf({ cursor, limit }: z.infer<typeof Page>): PageRequest {
  return { limit, ...(cursor === undefined ? {} : { cursor }) }
}

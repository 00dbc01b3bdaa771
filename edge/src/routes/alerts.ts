import { Id } from '@sage/db/vocabulary'
import { Hono } from 'hono'
import * as z from 'zod'
import { requireSession, sessionOf } from '../auth/require-session.ts'
import {
  AlertRule,
  AlertRules,
  mostAlertRules,
  NewAlertRule,
  PreviewRequest,
  RulePreview,
  UpdateAlertRule,
} from '../contract/alert.ts'
import { ApiError } from '../errors.ts'
import type { AppEnv } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { available, found } from '../http/outcome.ts'
import { validate } from '../http/validate.ts'

const RuleParam = z.object({ id: Id })

/** `/api/alert-rules`: the user's own. */
export const alertRoutes = new Hono<AppEnv>()
  .use(requireSession)
  .get('/', describe("The user's rules, newest first.", AlertRules), async (c) => {
    const body: AlertRules = { rules: [...available(await c.env.rules(sessionOf(c).sub).list())] }
    return c.json(body)
  })
  .post(
    '/',
    describe('Makes a rule.', { status: 201, json: AlertRule }),
    validate('json', NewAlertRule),
    async (c) => {
      const added = available(await c.env.rules(sessionOf(c).sub).add(c.req.valid('json')))
      if (added === 'too_many') {
        throw new ApiError('conflict', {
          message: `There is room for ${mostAlertRules} rules.`,
          details: { reason: 'too_many' },
        })
      }
      return c.json(added, 201)
    },
  )
  .post(
    '/preview',
    describe('When the rule would have fired in the last 30 days.', RulePreview),
    validate('json', PreviewRequest),
    async (c) => {
      return c.json(available(await c.env.rules(sessionOf(c).sub).preview(c.req.valid('json'))))
    },
  )
  .patch(
    '/:id',
    describe('Changes a rule.', AlertRule),
    validate('param', RuleParam),
    validate('json', UpdateAlertRule),
    async (c) => {
      const rules = c.env.rules(sessionOf(c).sub)
      return c.json(found(available(await rules.change(c.req.valid('param').id, c.req.valid('json')))))
    },
  )
  .delete('/:id', describe('Deletes a rule.', { status: 204 }), validate('param', RuleParam), async (c) => {
    const removed = available(await c.env.rules(sessionOf(c).sub).remove(c.req.valid('param').id))
    if (!removed) throw new ApiError('not_found')
    return c.body(null, 204)
  })

import { Id } from '@sage/db/vocabulary'
import { Hono } from 'hono'
import * as z from 'zod'
import { requireSession, sessionOf } from '../auth/require-session.ts'
import {
  mostPushDevices,
  NewPushSubscription,
  PushDevice,
  PushDevices,
  PushPublicKey,
  PushTest,
} from '../contract/push.ts'
import { ApiError } from '../errors.ts'
import type { AppEnv } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { available } from '../http/outcome.ts'
import { validate } from '../http/validate.ts'

const DeviceParam = z.object({ id: Id })

/** `/api/push`: the user's own devices. */
export const pushRoutes = new Hono<AppEnv>()
  .use(requireSession)
  .get('/public-key', describe('The key to subscribe with.', PushPublicKey), (c) => {
    const body: PushPublicKey = { publicKey: c.env.pushPublicKey }
    return c.json(body)
  })
  .get('/subscriptions', describe("The user's devices, newest first.", PushDevices), async (c) => {
    const body: PushDevices = { devices: [...available(await c.env.devices(sessionOf(c).sub).list())] }
    return c.json(body)
  })
  .post(
    '/subscriptions',
    describe('Adds a device.', { status: 201, json: PushDevice }),
    validate('json', NewPushSubscription),
    async (c) => {
      const devices = c.env.devices(sessionOf(c).sub)
      const added = available(await devices.add(c.req.valid('json'), c.req.header('User-Agent')))
      switch (added) {
        case 'not_allowed':
          throw new ApiError('bad_request', {
            message: 'This is not the address of a push service that we know.',
            details: { fields: ['endpoint'] },
          })
        case 'taken':
          throw new ApiError('conflict', { details: { reason: 'taken' } })
        case 'too_many':
          throw new ApiError('conflict', {
            message: `There is room for ${mostPushDevices} devices.`,
            details: { reason: 'too_many' },
          })
        default:
          return c.json(added, 201)
      }
    },
  )
  .delete(
    '/subscriptions/:id',
    describe('Removes a device.', { status: 204 }),
    validate('param', DeviceParam),
    async (c) => {
      const removed = available(await c.env.devices(sessionOf(c).sub).remove(c.req.valid('param').id))
      if (!removed) throw new ApiError('not_found')
      return c.body(null, 204)
    },
  )
  .post(
    '/subscriptions/:id/test',
    describe('Pushes a test to a device.', { status: 202, json: PushTest }),
    validate('param', DeviceParam),
    async (c) => {
      const outcome = available(await c.env.devices(sessionOf(c).sub).test(c.req.valid('param').id))
      if (outcome === 'unknown') throw new ApiError('not_found')
      if (outcome === 'too_soon') throw new ApiError('rate_limited', { retryAfterMs: 10_000 })
      const body: PushTest = { status: outcome }
      return c.json(body, 202)
    },
  )

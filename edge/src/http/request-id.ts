import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './context.ts'

/** Gives every request an id of our own making and every response the same one, for whoever reports a fault. */
export const requestId: MiddlewareHandler<AppEnv> = async (c, next) => {
  const id = crypto.randomUUID()
  c.set('requestId', id)
  await next()
  c.res.headers.set('X-Request-Id', id)
}

import type { MiddlewareHandler } from 'hono'
import * as z from 'zod'
import type { AppEnv } from './context.ts'

/** The id that the browser gave its request, or one of our own making; whatever is no UUID is not taken over. */
export function requestIdOf(headers: Headers): string {
  const given = z.uuid().safeParse(headers.get('X-Request-Id'))
  return given.success ? given.data.toLowerCase() : crypto.randomUUID()
}

/** Gives every response its request's id, for whoever reports a fault. */
export const requestId: MiddlewareHandler<AppEnv> = async (c, next) => {
  c.set('requestId', c.env.requestId)
  await next()
  c.res.headers.set('X-Request-Id', c.env.requestId)
}

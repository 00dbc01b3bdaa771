import { placeOf } from '@sage/db/fault-event'
import type { MiddlewareHandler } from 'hono'
import { httpPoint } from '../points.ts'
import type { AppEnv } from './context.ts'

/**
 * A line and a point for every request: debug where all went well, info where its sender was at fault, warn where we were. Of a stream
 * it tells when its headers left.
 */
export const accessLog: MiddlewareHandler<AppEnv> = async (c, next) => {
  const startedMs = c.env.now().getTime()
  await next()
  const { status } = c.res
  const ms = c.env.now().getTime() - startedMs
  c.env.measure(httpPoint(c.env.version, status, c.req.method, ms))
  c.env.log(status >= 500 ? 'warn' : status >= 400 ? 'info' : 'debug', 'request', {
    requestId: c.env.requestId,
    method: c.req.method,
    route: placeOf(c.req.path),
    status,
    ms,
  })
}

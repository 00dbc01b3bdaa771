import type { MiddlewareHandler } from 'hono'
import { every } from 'hono/combine'
import { matchedRoutes } from 'hono/route'
import { ApiError } from '../errors.ts'
import type { AppEnv } from '../http/context.ts'
import { available } from '../http/outcome.ts'
import { requireSession, sessionOf } from './require-session.ts'

/** An audit entry is no place for a payload. */
const detailLimit = 2000

/**
 * Lets administrators through and answers everybody else alike, whether there is such a route or not. The session
 * alone does not make one: the address must be in `ADMIN_EMAILS` today, so that taking it out works at once.
 */
const adminOnly: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { sub, role } = sessionOf(c)
  if (role !== 'admin') throw new ApiError('forbidden')
  const me = available(await c.env.users.find(sub))
  if (me?.role !== 'admin' || !c.env.auth.adminEmails.has(me.email)) throw new ApiError('forbidden')
  return next()
}

/** Notes who asks for what before it is done. A route cannot forget it, and what cannot be noted is not done. */
const audited: MiddlewareHandler<AppEnv> = async (c, next) => {
  const route = matchedRoutes(c).findLast(({ method }) => method !== 'ALL')
  if (!route) return next()
  const entry = {
    actorId: sessionOf(c).sub,
    action: `${route.method} ${route.path}`,
    target: c.req.path.slice(0, 300),
    detail: c.req.method === 'GET' ? { ...c.req.query() } : await bodyOf(c.req),
    requestId: c.get('requestId'),
  }
  available(await c.env.admin.record(entry))
  return next()
}

async function bodyOf(request: { text(): Promise<string> }): Promise<Record<string, unknown>> {
  const text = await request.text()
  if (text === '' || text.length > detailLimit) return {}
  try {
    return { body: JSON.parse(text) }
  } catch {
    return {}
  }
}

/** Every route of an administrator stands behind this. */
export const requireAdmin = every(requireSession, adminOnly, audited)

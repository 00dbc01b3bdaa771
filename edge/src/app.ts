/** The Worker's HTTP interface: who may come in, which route answers, how errors look. */
import { placeOf } from '@sage/db/fault-event'
import { Hono } from 'hono'
import { every, except } from 'hono/combine'
import { secureHeaders } from 'hono/secure-headers'
import { readsSession } from './auth/require-session.ts'
import { errorResponse, problemOf } from './errors.ts'
import { accessLog } from './http/access-log.ts'
import type { AppEnv } from './http/context.ts'
import { bodyOnly, corsAllowList, sameOriginOnly } from './http/guard.ts'
import { rateLimited } from './http/limits.ts'
import { requestId } from './http/request-id.ts'
import { adminRoutes } from './routes/admin.ts'
import { alertRoutes } from './routes/alerts.ts'
import { authRoutes } from './routes/auth.ts'
import { chatRoutes } from './routes/chats.ts'
import { contextRoutes } from './routes/contexts.ts'
import { healthRoutes } from './routes/health.ts'
import { internalRoutes } from './routes/internal.ts'
import { marketRoutes } from './routes/market.ts'
import { notificationRoutes } from './routes/notifications.ts'
import { openApiRoutes } from './routes/openapi.ts'
import { portfolioRoutes } from './routes/portfolio.ts'
import { pushRoutes } from './routes/push.ts'
import { recordRoutes } from './routes/record.ts'
import { turnRoutes } from './routes/turns.ts'
import { userRoutes } from './routes/users.ts'

/** Auth.js takes forms; everything else is JSON. */
const formPaths = new Set(['/api/auth/signin/google', '/api/auth/signout'])

const app = new Hono<AppEnv>().basePath('/api')

app.onError((thrown, c) => {
  const problem = problemOf(thrown)
  if (problem.code === 'internal') {
    c.env.reportFault('request failed', thrown, {
      part: 'http',
      requestId: c.get('requestId'),
      route: `${c.req.method} ${placeOf(c.req.path)}`,
    })
  }
  return errorResponse(c, c.get('requestId'), problem)
})
app.notFound((c) => errorResponse(c, c.get('requestId'), { code: 'not_found' }))

app.use(requestId)
app.use(accessLog)
// For what is not a page; a page says what it needs itself.
const nothing = ["'none'"]
app.use(
  secureHeaders({
    contentSecurityPolicy: { defaultSrc: nothing, frameAncestors: nothing },
    overwrite: false,
  }),
)
// What comes from a browser, or pretends to; `/api/internal` is for signed calls of our own services.
app.use(
  except(
    '/api/internal/*',
    every(corsAllowList, readsSession, rateLimited, sameOriginOnly, (c, next) =>
      bodyOnly(formPaths.has(c.req.path) ? 'form' : 'json')(c, next),
    ),
  ),
)

const routes = app
  .route('/', healthRoutes)
  .route(
    '/',
    openApiRoutes(() => app.routes),
  )
  .route('/auth', authRoutes)
  .route('/users', userRoutes)
  .route('/admin', adminRoutes)
  .route('/chats', chatRoutes)
  .route('/chats', turnRoutes)
  .route('/market', marketRoutes)
  .route('/record', recordRoutes)
  .route('/alert-rules', alertRoutes)
  .route('/push', pushRoutes)
  .route('/notifications', notificationRoutes)
  .route('/contexts', contextRoutes)
  .route('/internal', internalRoutes)
  .route('/', portfolioRoutes)

export { routes as app }

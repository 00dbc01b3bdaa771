/** The Worker's HTTP interface: who may come in, which route answers, how errors look. */
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { errorResponse, problemOf } from './errors.ts'
import type { AppEnv } from './http/context.ts'
import { jsonBodyOnly, sameOriginOnly } from './http/guard.ts'
import { requestId } from './http/request-id.ts'
import { adminRoutes } from './routes/admin.ts'
import { authRoutes } from './routes/auth.ts'
import { chatRoutes } from './routes/chats.ts'
import { healthRoutes } from './routes/health.ts'
import { marketRoutes } from './routes/market.ts'
import { openApiRoutes } from './routes/openapi.ts'
import { portfolioRoutes } from './routes/portfolio.ts'
import { recordRoutes } from './routes/record.ts'
import { turnRoutes } from './routes/turns.ts'
import { userRoutes } from './routes/users.ts'

const app = new Hono<AppEnv>().basePath('/api')

app.onError((thrown, c) => {
  const problem = problemOf(thrown)
  if (problem.code === 'internal') {
    c.env.log('error', 'request failed', {
      requestId: c.get('requestId'),
      path: c.req.path,
      error: String(thrown),
    })
  }
  return errorResponse(c, c.get('requestId'), problem)
})
app.notFound((c) => errorResponse(c, c.get('requestId'), { code: 'not_found' }))

app.use(requestId)
// For what is not a page; a page says what it needs itself.
const nothing = ["'none'"]
app.use(
  secureHeaders({
    contentSecurityPolicy: { defaultSrc: nothing, frameAncestors: nothing },
    overwrite: false,
  }),
)
app.use(sameOriginOnly)
// Auth.js takes forms; everything else is JSON.
app.use(async (c, next) => (c.req.path.startsWith('/api/auth/') ? next() : jsonBodyOnly(c, next)))

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
  .route('/', portfolioRoutes)

export { routes as app }

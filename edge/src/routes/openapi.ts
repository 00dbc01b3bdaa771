import { Hono } from 'hono'
import type { RouterRoute } from 'hono/types'
import type { AppEnv } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { docsPage } from '../http/docs-page.ts'
import { openApiDocument, operationsOf } from '../http/openapi.ts'

/** `/api/openapi.json`, and the same to read at `/api/docs`. `routes` are all of the application. */
export function openApiRoutes(routes: () => readonly RouterRoute[]): Hono<AppEnv> {
  let document: Record<string, unknown> | undefined
  return new Hono<AppEnv>()
    .get('/openapi.json', describe('This API as OpenAPI 3.1.', { media: 'application/json' }), (c) => {
      document ??= openApiDocument(routes(), c.env.auth.origin)
      c.header('Cache-Control', 'public, max-age=300')
      return c.json(document)
    })
    .get('/docs', describe('This API, to read.', { media: 'text/html' }), (c) => {
      document ??= openApiDocument(routes(), c.env.auth.origin)
      const nonce = crypto.randomUUID()
      c.header(
        'Content-Security-Policy',
        `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      )
      c.header('Cache-Control', 'no-store')
      return c.html(docsPage(operationsOf(routes()), document, nonce))
    })
}

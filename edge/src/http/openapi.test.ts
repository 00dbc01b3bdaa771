import { Hono } from 'hono'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { app } from '../app.ts'
import { requireSession } from '../auth/require-session.ts'
import { Chats } from '../contract/chat.ts'
import type { AppEnv } from './context.ts'
import { describe } from './describe.ts'
import { docsPage } from './docs-page.ts'
import { openApiDocument, operationsOf } from './openapi.ts'
import { validate } from './validate.ts'

const operations = operationsOf(app.routes)
const document = openApiDocument(app.routes, 'https://app.sage.test')
const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ operationId: z.string() }))),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
})
const { paths, components } = Document.parse(document)

test('every route says what it is for: `describe(summary, answer)` beside its handler', () => {
  const silent = operations.filter(({ description }) => !description?.summary)
  expect(silent.map(({ method, path }) => `${method} ${path}`)).toEqual([])
  const bare = new Hono<AppEnv>().get('/bare', (c) => c.text(''))
  expect(operationsOf(bare.routes)[0]?.description).toBeUndefined()
})

test('the document has the routes of the router, no more and no fewer', () => {
  const inRouter = app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
  const inDocument = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(inDocument.sort()).toEqual([...new Set(inRouter)].sort())
})

test('operations have ids of their own, and every reference leads to a schema', () => {
  const ids = Object.values(paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  )
  expect(new Set(ids).size).toBe(ids.length)
  const references = [...JSON.stringify(document).matchAll(/"#\/([^"]+)"/g)].map((match) => match[1] ?? '')
  expect(references.length).toBeGreaterThan(20)
  for (const reference of references) {
    expect(reference).toMatch(/^components\/schemas\//)
    expect(Object.keys(components.schemas)).toContain(reference.split('/')[2])
  }
})

test('what a route parses, answers and asks of its caller is read off the route itself', () => {
  const small = new Hono<AppEnv>()
    .use('/things/*', requireSession)
    .get('/open', describe('Open.', { status: 204 }), (c) => c.body(null, 204))
    .post(
      '/things/:id',
      describe('Changes a thing.', Chats),
      validate('param', z.object({ id: z.uuid() })),
      validate('query', z.object({ loud: z.optional(z.boolean()) })),
      validate('json', z.object({ name: z.string() })),
      (c) => c.json({ chats: [], nextCursor: null }),
    )
  const read = Document.parse(openApiDocument(small.routes, 'https://x.test')).paths
  expect(read['/open']?.get).not.toHaveProperty('security')
  expect(read['/things/{id}']?.post).toMatchObject({
    security: [{ session: [] }],
    parameters: [
      { name: 'id', in: 'path', required: true, schema: { format: 'uuid' } },
      { name: 'loud', in: 'query', required: false, schema: { type: 'boolean' } },
    ],
    requestBody: {
      content: {
        'application/json': { schema: { required: ['name'], properties: { name: { type: 'string' } } } },
      },
    },
    responses: {
      200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Chats' } } } },
      401: {},
      400: {},
    },
  })
})

test('the page to read has every route, and neither a script nor an address of somebody else', async () => {
  const page = String(await docsPage(operations, document, 'nonce'))
  for (const { path } of operations) expect(page).toContain(path)
  expect(page).not.toMatch(/<script|https?:\/\/(?!app\.sage\.test)/)
})

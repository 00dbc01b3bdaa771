/**
 * The API as OpenAPI 3.1, from the routes themselves: their paths, what they parse, what they answer, who may call.
 * https://spec.openapis.org/oas/v3.1.1.html
 */
import type { RouterRoute } from 'hono/types'
import { findTargetHandler } from 'hono/utils/handler'
import * as z from 'zod'
import type { $ZodType } from 'zod/v4/core'
import { requireAdmin } from '../auth/require-admin.ts'
import { requireSession } from '../auth/require-session.ts'
import * as contract from '../contract/index.ts'
import { statusOf } from '../errors.ts'
import { type Answer, type Description, descriptionOf, requestPartOf } from './describe.ts'

export type Access = 'public' | 'user' | 'admin'

/** A route as somebody sees it from outside. */
export interface Operation {
  readonly method: string
  /** With `{name}` for parameters. */
  readonly path: string
  readonly access: Access
  readonly description: Description | undefined
  readonly parts: readonly { readonly target: string; readonly schema: $ZodType }[]
}

/** Every method and path that has a handler of its own, in the order of the routes. */
export function operationsOf(routes: readonly RouterRoute[]): Operation[] {
  const own = routes.filter(({ method }) => method !== 'ALL')
  const keys = [...new Set(own.map(({ method, path }) => `${method} ${path}`))]
  return keys.map((key) => {
    const [method = '', path = ''] = key.split(' ')
    const chain = own.filter((route) => `${route.method} ${route.path}` === key).map(handlerOf)
    const before = routes.filter((route) => route.method === 'ALL' && covers(route.path, path)).map(handlerOf)
    const all = [...before, ...chain]
    return {
      method,
      path: path.replace(/:(\w+)/g, '{$1}'),
      access: all.includes(requireAdmin) ? 'admin' : all.includes(requireSession) ? 'user' : 'public',
      description: chain.map(descriptionOf).find((found) => found !== undefined),
      parts: chain.flatMap((handler) => requestPartOf(handler) ?? []),
    }
  })
}

/** The handler as it was written, under what mounting it has wrapped around it. */
function handlerOf({ handler }: RouterRoute): object {
  return findTargetHandler(handler)
}

function covers(pattern: string, path: string): boolean {
  return pattern === path || (pattern.endsWith('/*') && `${path}/`.startsWith(pattern.slice(0, -1)))
}

// Schemas of the contract keep their names, so that a reader sees `Message` and not the same forty lines again.
const named = z.registry<{ id: string }>()
for (const [id, value] of Object.entries(contract)) {
  if (value instanceof z.core.$ZodType) named.add(value, { id })
}

type Json = Record<string, unknown>

export function openApiDocument(routes: readonly RouterRoute[], origin: string): Json {
  const schemas: Json = {}
  const schemaOf = (schema: $ZodType, io: 'input' | 'output'): Json => {
    const { $schema, $defs, ...own } = z.toJSONSchema(schema, {
      io,
      metadata: named,
      unrepresentable: 'any',
    }) as Json
    for (const [id, definition] of Object.entries(($defs ?? {}) as Json)) schemas[id] ??= definition
    return own
  }
  const paths: Record<string, Json> = {}
  for (const operation of operationsOf(routes)) {
    const method = operation.method.toLowerCase()
    paths[operation.path] = { ...paths[operation.path], [method]: operationObject(operation, schemaOf) }
  }
  const error = schemaOf(contract.ErrorBody, 'output')
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'Sage.ai',
      version: '1',
      description:
        'Times are ISO-8601 in UTC, amounts of money decimal strings. What changes something must come from the same ' +
        'origin, with a JSON body of at most 64 kB.',
    },
    servers: [{ url: origin }],
    paths,
    components: {
      schemas: { ...schemas, Error: error },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-authjs.session-token' },
      },
    },
  }
  return JSON.parse(JSON.stringify(document).replaceAll('#/$defs/', '#/components/schemas/'))
}

type SchemaOf = (schema: $ZodType, io: 'input' | 'output') => Json

function operationObject({ method, path, access, description, parts }: Operation, schemaOf: SchemaOf): Json {
  const body = parts.find(({ target }) => target === 'json')
  const parameters = parts.flatMap(({ target, schema }) => {
    const place = target === 'param' ? 'path' : target
    if (place !== 'path' && place !== 'query') return []
    const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
      properties?: Record<string, Json>
      required?: string[]
    }
    return Object.entries(properties).map(([name, property]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      schema: property,
    }))
  })
  return {
    operationId: `${method.toLowerCase()}${path.replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase()).replace(/\W/g, '')}`,
    tags: [path.split('/')[2] ?? ''],
    summary: description?.summary ?? '',
    ...(access === 'public' ? {} : { security: [{ session: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemaOf(body.schema, 'input') } },
      },
    }),
    responses: {
      ...(description && success(description.answer, schemaOf)),
      ...failures(access, parts.length > 0),
    },
  }
}

function success(answer: Answer, schemaOf: SchemaOf): Json {
  if (answer instanceof z.core.$ZodType) return success({ status: 200, json: answer }, schemaOf)
  if ('json' in answer) {
    const content = { 'application/json': { schema: schemaOf(answer.json, 'output') } }
    return { [answer.status]: { description: answer.status === 201 ? 'Created.' : 'Success.', content } }
  }
  if ('events' in answer) {
    const content = { 'text/event-stream': { schema: schemaOf(answer.events, 'output') } }
    return { 200: { description: 'Server-sent events; the schema is that of `data`.', content } }
  }
  if ('media' in answer) return { 200: { description: 'Success.', content: { [answer.media]: {} } } }
  return { [answer.status]: { description: answer.status === 302 ? 'Goes on elsewhere.' : 'Done.' } }
}

function failures(access: Access, parses: boolean): Json {
  const codes = [
    ...(parses ? (['bad_request'] as const) : []),
    ...(access === 'public' ? [] : (['unauthenticated'] as const)),
    ...(access === 'admin' ? (['forbidden'] as const) : []),
    ...(['rate_limited', 'unavailable'] as const),
  ]
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } }
  return Object.fromEntries(codes.map((code) => [statusOf[code], { description: `\`${code}\``, content }]))
}

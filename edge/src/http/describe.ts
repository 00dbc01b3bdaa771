/** What a route says about itself, for `/api/openapi.json` and for whoever reads `/api/docs`. */
import type { MiddlewareHandler } from 'hono'
import type * as z from 'zod/v4/core'

/** What a successful request is answered with: JSON of a schema (200), or as written out. */
export type Answer =
  | z.$ZodType
  | { readonly status: 200 | 201 | 202; readonly json: z.$ZodType }
  | { readonly status: 204 }
  | { readonly status: 302 }
  /** Server-sent events; `data` of each. */
  | { readonly events: z.$ZodType }
  | { readonly media: string }

export interface Description {
  readonly summary: string
  readonly answer: Answer
}

export interface RequestPart {
  readonly target: string
  readonly schema: z.$ZodType
}

const descriptions = new WeakMap<object, Description>()
const requestParts = new WeakMap<object, RequestPart>()

/**
 * Describes the route it is a part of. Every route has one; a test fails for a route without.
 *
 * @example app.get('/me', describe('The profile of whoever is signed in.', Me), (c) => ...)
 */
export function describe(summary: string, answer: Answer): MiddlewareHandler {
  const handler: MiddlewareHandler = (_c, next) => next()
  descriptions.set(handler, { summary, answer })
  return handler
}

export function descriptionOf(handler: object): Description | undefined {
  return descriptions.get(handler)
}

/** Notes what `handler` parses; see `validate`. */
export function parses<Handler extends object>(handler: Handler, part: RequestPart): Handler {
  requestParts.set(handler, part)
  return handler
}

export function requestPartOf(handler: object): RequestPart | undefined {
  return requestParts.get(handler)
}

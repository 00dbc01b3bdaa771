/** The Worker's API as an attacker meets it: every route of the router, and cookies of all kinds. */
import { SELF } from 'cloudflare:test'
import { encode } from '@auth/core/jwt'
import { expect } from 'vitest'
import { app } from '../app.ts'
import { ErrorBody } from '../contract/error.ts'
import { type Operation, operationsOf } from '../http/openapi.ts'

export const origin = 'https://app.sage.test'
export const cookieName = '__Host-authjs.session-token'
export const secrets = ['newest-secret-of-32-characters-00', 'older-secret-of-32-characters-000'] as const

/** What a sign-in would have left in the browser, and the token in it. */
export async function cookieOf(
  change: Record<string, unknown> = {},
  {
    secret = secrets[0],
    salt = cookieName,
    maxAge = 3600,
  }: { secret?: string; salt?: string; maxAge?: number } = {},
) {
  const token = {
    sub: crypto.randomUUID(),
    role: 'user',
    sid: crypto.randomUUID(),
    signedInAt: Date.now() / 1000,
    ...change,
  }
  const value = await encode({ token, secret, salt, maxAge })
  return { token, value, cookie: `${cookieName}=${value}` }
}

export function request(path: string, init: RequestInit = {}): Promise<Response> {
  return SELF.fetch(`${origin}${path}`, { redirect: 'manual', ...init })
}

/** The response is an error of the contract and nothing else. */
export async function expectError(response: Response, status: number, code: ErrorBody['error']['code']) {
  expect(response.status).toBe(status)
  const body = ErrorBody.parse(await response.json())
  expect(body.error).toMatchObject({ code, requestId: response.headers.get('x-request-id') })
  expect(Object.keys(body)).toEqual(['error'])
}

/** Every route, from the router itself: a new one is attacked without being listed anywhere. */
export const operations = operationsOf(app.routes)
export const aName = '01a20f09-3f4c-7a6c-a8e9-af005a2435eb'

/** The path with ids of nobody in it. */
export function pathOf({ path }: Pick<Operation, 'path'>): string {
  return path.replace('{symbol}', 'BTC').replace(/\{\w+\}/g, aName)
}

/** A well-formed request to the route, as our own page would send it. */
export function call(operation: Operation, headers: Record<string, string> = {}): Promise<Response> {
  const own = { origin, 'content-type': 'application/json', ...headers }
  return request(pathOf(operation), {
    method: operation.method,
    headers: own,
    ...(operation.method === 'GET' ? {} : { body: '{}' }),
  })
}

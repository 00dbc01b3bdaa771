/** Refusals of the API: a code, a safe sentence and the request's id. */
import type { Context } from 'hono'
import type * as z from 'zod/v4/core'
import type { ErrorBody } from '../contract.ts'
import type { CallerEnv } from './auth.ts'

export function refuse(
  c: Context<CallerEnv>,
  status: 400 | 404 | 503,
  code: string,
  message: string,
): Response {
  const body: ErrorBody = { error: { code, message, requestId: c.get('requestId') } }
  return c.json(body, status)
}

/** Says what is wrong with the first field that is. */
export function invalid(c: Context<CallerEnv>, { issues: [issue] }: z.$ZodError): Response {
  const name = issue?.path.map(String).join('.') ?? ''
  return refuse(c, 400, 'invalid_request', `${name}: ${issue?.message ?? 'not understood'}.`)
}

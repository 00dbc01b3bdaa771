/** The one place where an error becomes an HTTP answer. */
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ErrorBody, ErrorCode } from './contract/error.ts'

export const statusOf: Record<ErrorCode, ContentfulStatusCode> = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  turn_running: 409,
  too_large: 413,
  rate_limited: 429,
  budget_spent: 429,
  unavailable: 503,
  internal: 500,
}

const sentenceOf: Record<ErrorCode, string> = {
  bad_request: 'The request is not valid.',
  unauthenticated: 'Sign in first.',
  forbidden: 'This is not allowed.',
  not_found: 'There is nothing here.',
  conflict: 'This contradicts the present state.',
  turn_running: 'An answer is still being written in this chat.',
  too_large: 'The request is too large.',
  rate_limited: 'Too many requests. Please wait a moment.',
  budget_spent: "Today's allowance is used up.",
  unavailable: 'A part of the service does not answer. Please try again.',
  internal: 'Something went wrong on our side.',
}

interface Problem {
  readonly code: ErrorCode
  /** Safe to show; a fixed sentence for the code where absent. */
  readonly message?: string
  readonly details?: Record<string, unknown>
  readonly retryAfterMs?: number
}

/** A request that cannot be served for a reason its sender may know. */
export class ApiError extends Error {
  readonly problem: Problem

  constructor(code: ErrorCode, more: Omit<Problem, 'code'> = {}) {
    super(more.message ?? sentenceOf[code])
    this.name = 'ApiError'
    this.problem = { code, ...more }
  }
}

/** Writes `problem` in the shape of the contract, with `Retry-After` in whole seconds where it is known. */
export function errorResponse(c: Context, requestId: string, problem: Problem): Response {
  if (problem.retryAfterMs !== undefined) {
    c.header('Retry-After', String(Math.max(1, Math.ceil(problem.retryAfterMs / 1000))))
  }
  c.header('Cache-Control', 'no-store')
  const body: ErrorBody = {
    error: {
      code: problem.code,
      message: problem.message ?? sentenceOf[problem.code],
      requestId,
      ...(problem.details ? { details: problem.details } : {}),
    },
  }
  return c.json(body, statusOf[problem.code])
}

/** Whatever was thrown as a problem: known ones as they are, everything else `internal`. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof ApiError) return thrown.problem
  // Hono's own validators throw this for a body or a header that does not parse.
  if (thrown instanceof HTTPException && thrown.status < 500) return { code: 'bad_request' }
  return { code: 'internal' }
}

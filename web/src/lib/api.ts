/** JSON over fetch: every answer is parsed with the producer's schema, every failure is an `ApiProblem`. */
import { ErrorBody, type ErrorCode } from '@sage/edge/contract'
import type * as z from 'zod/mini'
import { keptAtHeader } from '../sw/kept-cache.ts'
import { noteKept } from './kept.ts'

/** The server answers within its own deadlines, which are shorter. */
const requestDeadlineMs = 15_000

/** Why a request did not succeed. `offline`: nothing answered in time; `malformed`: not what was agreed. */
export class ApiProblem extends Error {
  readonly code: ErrorCode | 'offline' | 'malformed'
  readonly status: number
  readonly retryAfterMs: number | undefined
  readonly details: Record<string, unknown>

  constructor(
    code: ApiProblem['code'],
    more: {
      status?: number
      message?: string
      retryAfterMs?: number | undefined
      details?: Record<string, unknown>
    } = {},
  ) {
    super(more.message ?? code)
    this.name = 'ApiProblem'
    this.code = code
    this.status = more.status ?? 0
    this.retryAfterMs = more.retryAfterMs
    this.details = more.details ?? {}
  }

  /** Whether the same request may succeed later without anybody changing anything. */
  get transient(): boolean {
    return this.code === 'offline' || this.status >= 500
  }
}

export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  readonly body?: unknown
  readonly signal?: AbortSignal
  /** The request outlives the page. */
  readonly keepalive?: boolean
}

/** The parsed body of `path`. Throws `ApiProblem`. */
export async function api<Schema extends z.ZodMiniType>(
  path: string,
  schema: Schema,
  request: ApiRequest = {},
): Promise<z.output<Schema>> {
  return parsed(schema, await (await apiResponse(path, request)).json().catch(malformed))
}

/** The successful response of `path`, its body unread. Throws `ApiProblem`. */
export async function apiResponse(path: string, request: ApiRequest = {}): Promise<Response> {
  const deadline = AbortSignal.timeout(requestDeadlineMs)
  const response = await fetch(path, {
    method: request.method ?? 'GET',
    keepalive: request.keepalive ?? false,
    signal: request.signal ? AbortSignal.any([request.signal, deadline]) : deadline,
    ...(request.body === undefined
      ? {}
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(request.body) }),
  }).catch((cause) => {
    if (request.signal?.aborted) throw cause
    throw new ApiProblem('offline')
  })
  if (!response.ok) throw await problemOf(response)
  if (!request.method) noteKept(path, response.headers.get(keptAtHeader))
  return response
}

/** `body` as the schema has it. Throws `ApiProblem` where it is something else. */
export function parsed<Schema extends z.ZodMiniType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = schema.safeParse(body)
  return result.success ? result.data : malformed()
}

/** An unsuccessful response as a problem; one that is not in the agreed shape is told by its status. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const seconds = Number(response.headers.get('Retry-After'))
  const retryAfterMs = seconds > 0 ? seconds * 1000 : undefined
  const body = ErrorBody.safeParse(await response.json().catch(() => undefined))
  if (!body.success) {
    const code = response.status >= 500 ? 'unavailable' : 'malformed'
    return new ApiProblem(code, { status: response.status, retryAfterMs })
  }
  const { code, message, details } = body.data.error
  return new ApiProblem(code, {
    status: response.status,
    message,
    retryAfterMs,
    ...(details ? { details } : {}),
  })
}

function malformed(): never {
  throw new ApiProblem('malformed')
}

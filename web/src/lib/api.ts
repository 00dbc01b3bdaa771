/** JSON over fetch: every answer is parsed with the producer's schema, every failure is an `ApiProblem`. */
import { ErrorBody, type ErrorCode } from '@sage/edge/contract'
import type * as z from 'zod/mini'
import { keptAtHeader } from '../sw/kept-cache.ts'
import { noteFault } from './faults.ts'
import { noteKept } from './kept.ts'

/** Names a request from here to PostgreSQL. */
export const requestIdHeader = 'X-Request-Id'

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
      cause?: unknown
    } = {},
  ) {
    super(more.message ?? code, { cause: more.cause })
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
  const response = await apiResponse(path, request)
  return parsed(schema, await response.json().catch(malformed), response.headers.get(requestIdHeader))
}

/** The successful response of `path`, its body unread. Throws `ApiProblem`. */
export async function apiResponse(path: string, request: ApiRequest = {}): Promise<Response> {
  const deadline = AbortSignal.timeout(requestDeadlineMs)
  const response = await fetch(path, {
    method: request.method ?? 'GET',
    keepalive: request.keepalive ?? false,
    signal: request.signal ? AbortSignal.any([request.signal, deadline]) : deadline,
    headers: {
      [requestIdHeader]: crypto.randomUUID(),
      ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  }).catch((cause) => {
    if (request.signal?.aborted) throw cause
    throw new ApiProblem('offline')
  })
  if (!response.ok) throw await problemOf(response)
  if (!request.method) noteKept(path, response.headers.get(keptAtHeader))
  return response
}

/** `body` as the schema has it. Throws `ApiProblem` where it is something else, which is a fault of ours. */
export function parsed<Schema extends z.ZodMiniType>(
  schema: Schema,
  body: unknown,
  requestId?: string | null,
): z.output<Schema> {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const places = result.error.issues.map(({ path }) => path.join('.'))
  noteFault(new Error(`not what was agreed at ${places.join(', ')}`), requestId ?? undefined)
  return malformed()
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

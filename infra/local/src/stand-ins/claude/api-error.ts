/** The Messages API's errors: `{"type":"error","error":{"type","message"},"request_id"}` and their statuses. */

export interface ApiError {
  readonly status: number
  readonly type: string
  readonly message: string
  readonly retryAfterSeconds?: number
}

export function errorBody({ type, message }: ApiError, requestId: string) {
  return { type: 'error', error: { type, message }, request_id: requestId }
}

export function invalidRequest(message: string): ApiError {
  return { status: 400, type: 'invalid_request_error', message }
}

export const unauthenticated: ApiError = {
  status: 401,
  type: 'authentication_error',
  message: 'An API key is required, as `x-api-key` or as `authorization: Bearer`',
}

export const overloaded: ApiError = { status: 529, type: 'overloaded_error', message: 'Overloaded' }

export const internalError: ApiError = { status: 500, type: 'api_error', message: 'Internal server error' }

/** A spend limit: 429 as for a rate limit, but without `retry-after`, for waiting does not help. */
export const spendCap: ApiError = {
  status: 429,
  type: 'rate_limit_error',
  message:
    'This request would exceed your organization’s monthly spend limit. Raise the limit in the Console to continue.',
}

export const regionRefused: ApiError = {
  status: 403,
  type: 'forbidden',
  message: 'Request not allowed',
}

export function rateLimit(retryAfterSeconds: number | undefined): ApiError {
  return {
    status: 429,
    type: 'rate_limit_error',
    message: 'This request would exceed your organization’s rate limit of output tokens per minute.',
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  }
}

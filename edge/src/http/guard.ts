/** What every request must satisfy before a route sees it. */
import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { ApiError } from '../errors.ts'
import type { AppEnv } from './context.ts'

/** No request of this API needs more. */
export const bodyLimitBytes = 64 * 1024

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Which pages' scripts may read our answers, with the user's cookie: our own and no other's. */
export const corsAllowList: MiddlewareHandler<AppEnv> = (c, next) =>
  cors({
    origin: (origin) => (origin === c.env.auth.origin ? origin : null),
    credentials: true,
    allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowHeaders: ['Content-Type', 'Last-Event-ID', 'X-Request-Id'],
    maxAge: 600,
  })(c, next)

/**
 * A state-changing request must come from our own pages: its `Origin` is ours or, where a browser sends
 * none, `Sec-Fetch-Site` says so; neither may contradict. Together with `bodyOnly` that rules out cross-site forms.
 */
export const sameOriginOnly: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (safeMethods.has(c.req.method)) return next()
  const origin = c.req.header('Origin')
  const site = c.req.header('Sec-Fetch-Site')
  const ours =
    origin === undefined
      ? site === 'same-origin'
      : origin === c.env.auth.origin && (site === undefined || site === 'same-origin')
  if (!ours) throw new ApiError('forbidden', { message: 'The request does not come from this site.' })
  return next()
}

const kinds = {
  json: { type: /^application\/json\s*(;|$)/i, message: 'The body must be JSON.' },
  form: { type: /^application\/x-www-form-urlencoded\s*(;|$)/i, message: 'The body must be a form.' },
} as const

/** Lets through an empty body or one of `kind` and at most `bodyLimitBytes`, counted as it is read. */
export function bodyOnly(kind: keyof typeof kinds): MiddlewareHandler<AppEnv> {
  const { type, message } = kinds[kind]
  return async (c, next) => {
    const { body } = c.req.raw
    if (safeMethods.has(c.req.method) || body === null) return next()
    const bytes = await readAtMost(body, bodyLimitBytes)
    if (bytes === 'too_large') throw new ApiError('too_large')
    if (bytes.byteLength > 0 && !type.test(c.req.header('Content-Type') ?? '')) {
      throw new ApiError('bad_request', { message })
    }
    const headers = new Headers(c.req.raw.headers)
    c.req.raw = new Request(c.req.url, { method: c.req.method, headers, body: bytes })
    return next()
  }
}

async function readAtMost(
  body: ReadableStream<Uint8Array>,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | 'too_large'> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > limit) {
      await reader.cancel()
      return 'too_large'
    }
    chunks.push(value)
  }
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes
}

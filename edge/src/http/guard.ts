/** What every request must satisfy before a route sees it. */
import type { MiddlewareHandler } from 'hono'
import { ApiError } from '../errors.ts'
import type { AppEnv } from './context.ts'

/** No request of this API needs more. */
export const bodyLimitBytes = 64 * 1024

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A state-changing request must come from our own pages: its `Origin` is ours or, where a browser sends
 * none, `Sec-Fetch-Site` says so. JSON is the only body that is accepted, which rules out cross-site forms.
 */
export const sameOriginOnly: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (safeMethods.has(c.req.method)) return next()
  const origin = c.req.header('Origin')
  const site = c.req.header('Sec-Fetch-Site')
  const ours = origin === undefined ? site === 'same-origin' : origin === c.env.auth.origin
  if (!ours) throw new ApiError('forbidden', { message: 'The request does not come from this site.' })
  return next()
}

/** Lets through an empty body or JSON of at most `bodyLimitBytes`, counted as it is read. */
export const jsonBodyOnly: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { body } = c.req.raw
  if (safeMethods.has(c.req.method) || body === null) return next()
  const bytes = await readAtMost(body, bodyLimitBytes)
  if (bytes === 'too_large') throw new ApiError('too_large')
  if (bytes.byteLength > 0) {
    const type = c.req.header('Content-Type') ?? ''
    if (!/^application\/json\s*(;|$)/i.test(type)) {
      throw new ApiError('bad_request', { message: 'The body must be JSON.' })
    }
  }
  const headers = new Headers(c.req.raw.headers)
  c.req.raw = new Request(c.req.url, { method: c.req.method, headers, body: bytes })
  return next()
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

/** How often somebody may ask at all. What an answer costs is counted at the user's desk, exactly and durably. */
import type { MiddlewareHandler } from 'hono'
import { ApiError } from '../errors.ts'
import { addressOf } from './address.ts'
import type { AppEnv } from './context.ts'

/** One counter of the Workers runtime; `wrangler.toml` says how many a minute. */
export interface RateLimit {
  /** Counts one and tells whether it was still within the limit. */
  take(key: string): Promise<boolean>
}

export interface RateLimits {
  readonly perUser: RateLimit
  /** For those who are not signed in. Many may share an address, so it is wide. */
  readonly perAddress: RateLimit
  readonly signInsPerAddress: RateLimit
}

/** The counters tell only yes or no, so this is the longest that it can take: their period. */
const periodMs = 60_000

/** Counts a request: a user's under their id wherever they are, anybody else's under the address. */
export const rateLimited: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { limits } = c.env
  const user = c.get('cookie')?.session.sub
  const address = addressOf(c.req.raw.headers)
  const within = await (user === undefined ? limits.perAddress.take(address) : limits.perUser.take(user))
  if (!within) throw new ApiError('rate_limited', { retryAfterMs: periodMs })
  return next()
}

/** Counts an attempt to sign in. */
export const signInLimited: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (!(await c.env.limits.signInsPerAddress.take(addressOf(c.req.raw.headers)))) {
    throw new ApiError('rate_limited', { retryAfterMs: periodMs })
  }
  return next()
}

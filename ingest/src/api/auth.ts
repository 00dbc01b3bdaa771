/** Who is calling: the token on every call to `/v1/*`, as `CallerClaims` in the contract describes it. */
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { JSONWebKeySet } from 'jose'
import { CallerClaims, type ErrorBody } from '../contract.ts'
import type { ReplayGuard } from './replay.ts'
import { tokenReader } from './token.ts'

export interface CallerDeps {
  /** The edge's public keys; two of them while a key is being replaced. */
  readonly publicKeys: JSONWebKeySet
  readonly replay: ReplayGuard
  readonly now: () => Date
}

/** What a handler behind `verifyCaller` finds in its context. */
export interface CallerEnv {
  Variables: {
    caller: CallerClaims
    /** The edge's, where it gave one; else of our own making. */
    requestId: string
    givenRequestId: string | undefined
  }
}

/** Clocks may differ by this much. */
const skewS = 30
const maxLifetimeS = 60
const maxBodyBytes = 1024 * 1024

/**
 * Lets a call pass if its EdDSA token is ours, for this service, in time, over exactly this body, and was never seen
 * before. Everything else gets 401 without a word about which of them it was.
 *
 * @example app.use('/v1/*', verifyCaller({ publicKeys, replay, now: () => new Date() }))
 */
export function verifyCaller({ publicKeys, replay, now }: CallerDeps): MiddlewareHandler<CallerEnv> {
  const read = tokenReader(publicKeys)

  function claimsOf(token: string): CallerClaims | undefined {
    const claims = CallerClaims.safeParse(read(token))
    return claims.success && isInTime(claims.data, now()) ? claims.data : undefined
  }

  const counted = bodyLimit({ maxSize: maxBodyBytes, onError: tooLarge })

  return async (c, next) => {
    const token = bearer(c.req.header('authorization'))
    const claims = token === undefined ? undefined : claimsOf(token)
    if (claims === undefined) return unauthenticated(c)

    const pass = async () => {
      const body = await c.req.text()
      const bound = sameText(claims.bodySha256, createHash('sha256').update(body).digest('base64url'))
      if (!bound || !(await replay.claim(claims.jti, lifetimeMs(claims, now())))) {
        c.res = unauthenticated(c)
        return
      }
      c.set('caller', claims)
      await next()
    }
    const declaredBytes = bodyBytes(c)
    if (declaredBytes === undefined) return counted(c, pass)
    return declaredBytes > maxBodyBytes ? tooLarge(c) : pass()
  }
}

/** As the sender has declared it, to which Node holds him; absent for a body that comes in chunks. */
function bodyBytes(c: Context): number | undefined {
  const length = c.req.header('content-length')
  const isChunked = c.req.header('transfer-encoding') !== undefined
  return isChunked || length === undefined ? undefined : Number(length)
}

function tooLarge(c: Context<CallerEnv>): Response {
  return refuse(c, 413, 'too_large', 'The request is larger than 1 MB.')
}

function isInTime({ iat, exp }: CallerClaims, now: Date): boolean {
  const nowS = now.getTime() / 1000
  const isShortLived = exp > iat && exp - iat <= maxLifetimeS
  return isShortLived && iat <= nowS + skewS && exp > nowS - skewS
}

/** How long the token could still be used, in ms: as long as it must be remembered. */
function lifetimeMs({ exp }: CallerClaims, now: Date): number {
  return Math.max(1, Math.ceil((exp + skewS) * 1000 - now.getTime()))
}

function bearer(header: string | undefined): string | undefined {
  return header === undefined ? undefined : /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header)?.[1]
}

function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function unauthenticated(c: Context<CallerEnv>): Response {
  return refuse(c, 401, 'unauthenticated', 'A valid token is needed.')
}

function refuse(c: Context<CallerEnv>, status: 401 | 413, code: string, message: string): Response {
  const body: ErrorBody = { error: { code, message, requestId: c.get('requestId') ?? randomUUID() } }
  return c.json(body, status)
}

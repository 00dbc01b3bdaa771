/** Whether a report comes from ingest: a short-lived token of its own key over exactly this body, good for one call. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { ReporterClaims } from '@sage/ingest/contract'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'

export interface ReporterDeps {
  /** Ingest's public keys; two of them while one is being replaced. */
  readonly keys: JSONWebKeySet
  /** Whether the token was not seen before; from then on it was. Rejects where that cannot be known. */
  claim(jti: string, expiresAt: Date): Promise<boolean>
  now(): Date
}

/** Clocks may differ by this much. */
const skewS = 30
const maxLifetimeS = 60

/** `header` is `Authorization` as it came. */
export async function isReporter(
  header: string | undefined,
  body: Uint8Array,
  deps: ReporterDeps,
): Promise<boolean> {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header ?? '')?.[1]
  if (token === undefined) return false
  const claims = await verified(token, deps)
  if (claims === undefined) return false
  const { iat, exp, jti, bodySha256 } = claims
  if (exp <= iat || exp - iat > maxLifetimeS) return false
  if (!sameText(bodySha256, createHash('sha256').update(body).digest('base64url'))) return false
  return deps.claim(jti, new Date((exp + skewS) * 1000))
}

async function verified(token: string, { keys, now }: ReporterDeps): Promise<ReporterClaims | undefined> {
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      algorithms: ['EdDSA'],
      audience: 'edge',
      clockTolerance: skewS,
      currentDate: now(),
      requiredClaims: ['exp', 'iat', 'jti'],
      maxTokenAge: maxLifetimeS + skewS,
    })
    return ReporterClaims.parse(payload)
  } catch {
    return undefined
  }
}

function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

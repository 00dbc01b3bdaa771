/** Tells the edge of one event or firing: a signed POST, as the contract's `AlertReport` and `ReporterClaims` say. */
import { createHash, randomUUID } from 'node:crypto'
import { importJWK, type JWK, SignJWT } from 'jose'
import type { AlertReport, ReporterClaims } from '../contract.ts'

export interface ReporterDeps {
  readonly fetch: typeof fetch
  /** The edge's origin. */
  readonly edgeUrl: string
  /** Private Ed25519 JWK; its `kid` tells the edge which of our public keys to use. */
  readonly signingKey: JWK & { readonly kid: string }
  readonly nowMs: () => number
}

/** `refused`: the edge will never take it. `unavailable`: it may later. */
export type ReportOutcome =
  | { readonly status: 'accepted' }
  | { readonly status: 'refused' | 'unavailable'; readonly reason: string }

export type Reporter = (report: AlertReport) => Promise<ReportOutcome>

/** Long enough for a cold Worker that waits for its database. */
const deadlineMs = 10_000
const lifetimeS = 45

export function createReporter({ fetch, edgeUrl, signingKey, nowMs }: ReporterDeps): Reporter {
  const url = new URL('/api/internal/market-events', edgeUrl)
  const { kid, ...jwk } = signingKey
  const key = importJWK(jwk, 'EdDSA')

  async function sign(body: string, jti: string): Promise<string> {
    const iat = Math.floor(nowMs() / 1000)
    const claims: ReporterClaims = {
      aud: 'edge',
      jti,
      iat,
      exp: iat + lifetimeS,
      bodySha256: createHash('sha256').update(body).digest('base64url'),
    }
    return new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', kid }).sign(await key)
  }

  return async (report) => {
    const body = JSON.stringify(report)
    const jti = randomUUID()
    try {
      const response = await fetch(url, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await sign(body, jti)}`,
          'x-request-id': jti,
        },
        redirect: 'error',
        signal: AbortSignal.timeout(deadlineMs),
      })
      await response.body?.cancel()
      return outcomeOf(response.status)
    } catch (error) {
      return { status: 'unavailable', reason: error instanceof Error ? error.message : 'unknown' }
    }
  }
}

/** Too early and too many are no refusals. */
const passing = new Set([408, 425, 429])

function outcomeOf(status: number): ReportOutcome {
  if (status >= 200 && status < 300) return { status: 'accepted' }
  const final = status >= 400 && status < 500 && !passing.has(status)
  return { status: final ? 'refused' : 'unavailable', reason: `HTTP ${status}` }
}

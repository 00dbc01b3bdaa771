/** Who we are, to push services: a signed token for each of their origins (RFC 8292), kept while it is good. */
import { Buffer } from 'node:buffer'
import { importJWK, SignJWT } from 'jose'

export interface VapidSettings {
  /** Uncompressed point on P-256, base64url. */
  readonly publicKey: string
  /** Scalar, base64url. */
  readonly privateKey: string
  /** `mailto:` or `https:`, for the push service to reach us. */
  readonly subject: string
}

/** The standard allows 24 h; a token is used for the first half of its life. */
const lifetimeS = 12 * 60 * 60

export type Vapid = (origin: string) => Promise<string>

/** The `Authorization` header's value for an origin. */
export function vapidSigner({ publicKey, privateKey, subject }: VapidSettings, now: () => Date): Vapid {
  const known = new Map<string, { readonly until: number; readonly header: Promise<string> }>()
  const key = importJWK({ kty: 'EC', crv: 'P-256', ...coordinates(publicKey), d: privateKey }, 'ES256')
  key.catch(() => {})

  async function sign(origin: string, iat: number): Promise<string> {
    const token = await new SignJWT({ aud: origin, sub: subject })
      .setProtectedHeader({ typ: 'JWT', alg: 'ES256' })
      .setIssuedAt(iat)
      .setExpirationTime(iat + lifetimeS)
      .sign(await key)
    return `vapid t=${token}, k=${publicKey}`
  }

  return (origin) => {
    const nowS = Math.floor(now().getTime() / 1000)
    const kept = known.get(origin)
    if (kept !== undefined && kept.until > nowS) return kept.header
    const header = sign(origin, nowS)
    known.set(origin, { until: nowS + lifetimeS / 2, header })
    header.catch(() => known.delete(origin))
    return header
  }
}

/** The two halves of an uncompressed point. Throws where it is none. */
function coordinates(publicKey: string): { readonly x: string; readonly y: string } {
  const bytes = Buffer.from(publicKey, 'base64url')
  if (bytes.length !== 65 || bytes[0] !== 4) throw new Error('VAPID_PUBLIC_KEY is no point on P-256')
  const half = (from: number) => bytes.subarray(from, from + 32).toString('base64url')
  return { x: half(1), y: half(33) }
}

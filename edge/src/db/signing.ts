/** Tokens that ingest accepts (`CallerClaims` of its contract): one per call, over exactly its body. */
import { createHash } from 'node:crypto'
import type { CallerClaims } from '@sage/ingest/contract'
import { importJWK, type JWK, SignJWT } from 'jose'
import * as z from 'zod'

/** For whom the edge asks: a signed-in user, or itself. */
export type Caller = { readonly role: 'user'; readonly userId: string } | { readonly role: 'service' }

/** Long enough for a call that waits, well below the 60 s that ingest allows. */
const lifetimeS = 45

/**
 * The `Authorization` header of one call to ingest. `signingKey` is the private JWK (Ed25519, with `kid`) as JSON;
 * `body` the exact request body, empty where there is none. A token is good for one call: sign each retry anew.
 */
export async function signCall(
  signingKey: string,
  caller: Caller,
  body = '',
): Promise<{ readonly authorization: string }> {
  const { key, kid } = await readKey(signingKey)
  const iat = Math.floor(Date.now() / 1000)
  const claims = {
    aud: 'ingest' as const,
    jti: crypto.randomUUID(),
    iat,
    exp: iat + lifetimeS,
    bodySha256: createHash('sha256').update(body).digest('base64url'),
  }
  const payload: CallerClaims =
    caller.role === 'user' ? { ...claims, role: 'user', sub: caller.userId } : { ...claims, role: 'service' }
  const token = await new SignJWT(payload).setProtectedHeader({ alg: 'EdDSA', kid }).sign(key)
  return { authorization: `Bearer ${token}` }
}

/** The header of a call that the edge makes for itself: to the market's routes, for instance. */
export function signServiceCall(signingKey: string, body = '') {
  return signCall(signingKey, { role: 'service' }, body)
}

type PrivateKey = Awaited<ReturnType<typeof importJWK>>

const PrivateJwk = z.looseObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
  kid: z.string(),
})

const keys = new Map<string, Promise<{ key: PrivateKey; kid: string }>>()

/** Each key is imported once per isolate. */
function readKey(text: string) {
  const known = keys.get(text)
  if (known !== undefined) return known
  const read = importKey(text)
  keys.set(text, read)
  return read
}

async function importKey(text: string) {
  const { kty, crv, x, d, kid } = PrivateJwk.parse(JSON.parse(text))
  const jwk: JWK = { kty, crv, x, d }
  return { key: await importJWK(jwk, 'EdDSA'), kid }
}

/**
 * Tokens that ingest accepts (`CallerClaims` of its contract): one per call, over exactly its body. JWS compact
 * (RFC 7515) under Ed25519, signed in place by `node:crypto`: through WebCrypto each signature is a task of its own
 * for the runtime, which costs more than the signature.
 */
import { Buffer } from 'node:buffer'
import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import type { CallerClaims } from '@sage/ingest/contract'
import * as z from 'zod'

/** For whom the edge asks: a signed-in user, or itself. */
export type Caller = { readonly role: 'user'; readonly userId: string } | { readonly role: 'service' }

/** Long enough for a call that waits, well below the 60 s that ingest allows. */
const lifetimeS = 45

/**
 * The `Authorization` header of one call to ingest. `signingKey` is the private JWK (Ed25519, with `kid`) as JSON;
 * `body` the exact request body, empty where there is none. A token is good for one call: sign each retry anew.
 */
export function signCall(signingKey: string, caller: Caller, body = ''): { readonly authorization: string } {
  const { key, head } = readKey(signingKey)
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
  const signed = `${head}.${base64url(payload)}`
  const signature = sign(null, Buffer.from(signed), key).toString('base64url')
  return { authorization: `Bearer ${signed}.${signature}` }
}

/** The header of a call that the edge makes for itself: to the market's routes, for instance. */
export function signServiceCall(signingKey: string, body = '') {
  return signCall(signingKey, { role: 'service' }, body)
}

const PrivateJwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
  kid: z.string(),
})

interface SigningKey {
  readonly key: KeyObject
  /** The token's first part, which names the key. */
  readonly head: string
}

const keys = new Map<string, SigningKey>()

/** Each key is imported once per isolate. */
function readKey(text: string): SigningKey {
  const known = keys.get(text)
  if (known !== undefined) return known
  const { kid, ...jwk } = PrivateJwk.parse(JSON.parse(text))
  const read = {
    key: createPrivateKey({ key: jwk, format: 'jwk' }),
    head: base64url({ alg: 'EdDSA', kid }),
  }
  keys.set(text, read)
  return read
}

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

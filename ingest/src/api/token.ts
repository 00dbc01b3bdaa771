/**
 * Signed tokens (JWS compact, RFC 7515) under Ed25519. Verified in place by `node:crypto`: through WebCrypto each
 * would wait for a thread of the pool, which costs as much again as the verification.
 */
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { JSONWebKeySet } from 'jose'
import * as z from 'zod'

/** Strict, so that no extension (`crit`) and no other kind of token is taken for ours. */
const Header = z.strictObject({ alg: z.literal('EdDSA'), kid: z.string(), typ: z.literal('JWT').optional() })

/** Reads a token's payload if one of the keys has signed it, by the name that the token gives. */
export type TokenReader = (token: string) => unknown

/** Throws if one of the keys is no public Ed25519 key with a name. */
export function tokenReader({ keys }: JSONWebKeySet): TokenReader {
  const known = new Map(keys.map((jwk) => [z.string().parse(jwk.kid), ed25519(jwk)]))
  return (token) => {
    const [head = '', payload = '', signature = '', ...rest] = token.split('.')
    if (rest.length > 0) return undefined
    const header = Header.safeParse(parse(head))
    const key = header.success ? known.get(header.data.kid) : undefined
    if (key === undefined) return undefined
    const signed = Buffer.from(`${head}.${payload}`)
    return verify(null, signed, key, Buffer.from(signature, 'base64url')) ? parse(payload) : undefined
  }
}

function ed25519(jwk: JSONWebKeySet['keys'][number]): KeyObject {
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' })
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${jwk.kid} is not an Ed25519 key`)
  return key
}

function parse(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString())
  } catch {
    return undefined
  }
}

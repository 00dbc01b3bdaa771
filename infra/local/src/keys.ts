/** Secrets of a local stack, made once and kept in `$SAGE_HOME/keys.json`, readable by its owner only. */
import { createECDH, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import * as z from 'zod'
import { Failure } from './failure.ts'

const Jwk = z.looseObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  kid: z.string(),
})
const SigningKey = z.object({ privateJwk: Jwk, publicJwk: Jwk })

export const Keys = z.object({
  /** Signs the edge's calls to ingest. */
  edge: SigningKey,
  /** Signs ingest's calls to the edge. */
  ingest: SigningKey,
  authSecret: z.string(),
  googleClientSecret: z.string(),
  vapid: z.object({ publicKey: z.string(), privateKey: z.string() }),
  /** Passwords of the database roles. */
  postgres: z.object({
    admin: z.string(),
    owner: z.string(),
    ingest: z.string(),
    service: z.string(),
    user: z.string(),
  }),
  valkey: z.string(),
  /** 32 bytes, base64: the MAC key over a user's identity in the database. */
  identitySeal: z.string(),
})
export type Keys = z.infer<typeof Keys>

/** Reads the keys, or makes them on the first start. */
export async function loadKeys(file: string): Promise<Keys> {
  if (!existsSync(file)) {
    const keys = await makeKeys()
    writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    return keys
  }
  try {
    return Keys.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw new Failure(`${file} cannot be read: restore it, or clear the local data with npm run reset.`)
  }
}

async function makeKeys(): Promise<Keys> {
  const [edge, ingest] = await Promise.all([makeSigningKey(), makeSigningKey()])
  return {
    edge,
    ingest,
    authSecret: secret(),
    googleClientSecret: secret(),
    vapid: makeVapidKey(),
    postgres: { admin: secret(), owner: secret(), ingest: secret(), service: secret(), user: secret() },
    valkey: secret(),
    identitySeal: randomBytes(32).toString('base64'),
  }
}

function secret(): string {
  return randomBytes(32).toString('base64url')
}

async function makeSigningKey(): Promise<z.infer<typeof SigningKey>> {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const publicKey = await exportJWK(pair.publicKey)
  const kid = await calculateJwkThumbprint(publicKey)
  const common = { kid, alg: 'EdDSA', use: 'sig' }
  return SigningKey.parse({
    privateJwk: { ...(await exportJWK(pair.privateKey)), ...common },
    publicJwk: { ...publicKey, ...common },
  })
}

/** P-256, uncompressed point and scalar as base64url (RFC 8292). */
function makeVapidKey(): Keys['vapid'] {
  const ecdh = createECDH('prime256v1')
  const publicKey = ecdh.generateKeys()
  return {
    publicKey: publicKey.toString('base64url'),
    privateKey: Buffer.concat([Buffer.alloc(32), ecdh.getPrivateKey()])
      .subarray(-32)
      .toString('base64url'),
  }
}

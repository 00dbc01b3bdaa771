import { createHash } from 'node:crypto'
import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWTPayload, SignJWT } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { isReporter } from './reporter.ts'

type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey']
const now = new Date('2026-11-28T08:00:00Z')
const nowS = now.getTime() / 1000
const body = new TextEncoder().encode('{"type":"market_event"}')
const bodySha256 = createHash('sha256').update(body).digest('base64url')
const sound = { aud: 'edge', iat: nowS, exp: nowS + 45, jti: 'one', bodySha256 }

let old: Key
let current: Key
let stranger: Key
let keys: JSONWebKeySet

beforeAll(async () => {
  const make = () => generateKeyPair('EdDSA', { crv: 'Ed25519' })
  const [a, b, c] = [await make(), await make(), await make()]
  old = a.privateKey
  current = b.privateKey
  stranger = c.privateKey
  keys = {
    keys: [
      { ...(await exportJWK(a.publicKey)), kid: 'old' },
      { ...(await exportJWK(b.publicKey)), kid: 'current' },
    ],
  }
})

async function header(claims: JWTPayload, key = current, kid = 'current'): Promise<string> {
  return `Bearer ${await new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', kid }).sign(key)}`
}

function check(authorization: string | undefined, seen = new Set<string>(), given = body) {
  return isReporter(authorization, given, {
    keys,
    claim: async (jti) => {
      const isNew = !seen.has(jti)
      seen.add(jti)
      return isNew
    },
    now: () => now,
  })
}

test('ingest is believed, with either of two keys', async () => {
  expect(await check(await header(sound))).toBe(true)
  expect(await check(await header(sound, old, 'old'))).toBe(true)
})

test('a token is good for one call', async () => {
  const seen = new Set<string>()
  const token = await header(sound)
  expect(await check(token, seen)).toBe(true)
  expect(await check(token, seen)).toBe(false)
})

test.each([
  ['for another service', { aud: 'ingest' }],
  ['that is over', { iat: nowS - 120, exp: nowS - 61 }],
  ['of tomorrow', { iat: nowS + 86_400, exp: nowS + 86_445 }],
  ['that lives too long', { exp: nowS + 3600 }],
  ['without a number', { jti: undefined }],
  ['for another body', { bodySha256: createHash('sha256').update('{}').digest('base64url') }],
  ['for no body', { bodySha256: undefined }],
])('a token %s is not', async (_name, change) => {
  expect(await check(await header({ ...sound, ...change }))).toBe(false)
})

test('another key, another name of a key, and no token at all are not believed', async () => {
  expect(await check(await header(sound, stranger))).toBe(false)
  expect(await check(await header(sound, stranger, 'unknown'))).toBe(false)
  expect(await check(undefined)).toBe(false)
  expect(await check('Bearer x.y.z')).toBe(false)
  const [head, payload] = (await header(sound)).slice(7).split('.')
  expect(await check(`Bearer ${head}.${payload}.`)).toBe(false)
})

test('a body that was changed on the way is not taken', async () => {
  expect(await check(await header(sound), new Set(), new TextEncoder().encode('{}'))).toBe(false)
})

import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { expect, it } from 'vitest'
import { tokenReader } from './token.ts'

const [ours, next, foreign] = await Promise.all(
  [1, 2, 3].map(() => generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })),
)
if (!ours || !next || !foreign) throw new Error('no keys')
const publicJwk = async (pair: typeof ours, kid: string) => ({ ...(await exportJWK(pair.publicKey)), kid })
const read = tokenReader({ keys: [await publicJwk(ours, 'ours'), await publicJwk(next, 'next')] })
const claims = { sub: '말' }
const sign = (pair: typeof ours, header: Record<string, unknown>) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', ...header }).sign(pair.privateKey)

it('a token under any of the keys is read', async () => {
  expect(read(await sign(ours, { kid: 'ours' }))).toEqual(claims)
  expect(read(await sign(next, { kid: 'next', typ: 'JWT' }))).toEqual(claims)
})

it('a token under a foreign key, another of our keys, no key or no name is not', async () => {
  expect(read(await sign(foreign, { kid: 'ours' }))).toBeUndefined()
  expect(read(await sign(next, { kid: 'ours' }))).toBeUndefined()
  expect(read(await sign(ours, { kid: 'unknown' }))).toBeUndefined()
  expect(read(await sign(ours, {}))).toBeUndefined()
  expect(read(new UnsecuredJWT(claims).encode())).toBeUndefined()
})

it('the public key is no secret that a token could be signed with (RFC 8725, section 2.1)', async () => {
  const secret = new TextEncoder().encode(await exportSPKI(ours.publicKey))
  const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'ours' }).sign(secret)
  expect(read(token)).toBeUndefined()
})

it('a header that asks for what is not understood is refused', async () => {
  expect(read(await sign(ours, { kid: 'ours', typ: 'at+jwt' }))).toBeUndefined()
  const [head, ...rest] = (await sign(ours, { kid: 'ours', extra: 1 })).split('.')
  expect(read([head, ...rest].join('.'))).toBeUndefined()
})

it('a changed byte anywhere, a part too many or too few, and no token at all are refused', async () => {
  const token = await sign(ours, { kid: 'ours' })
  const [head = '', payload = '', signature = ''] = token.split('.')
  const flip = (part: string) => `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}`
  expect(read(`${flip(head)}.${payload}.${signature}`)).toBeUndefined()
  expect(read(`${head}.${flip(payload)}.${signature}`)).toBeUndefined()
  expect(read(`${head}.${payload}.${flip(signature)}`)).toBeUndefined()
  expect(read(`${token}.${signature}`)).toBeUndefined()
  for (const text of ['', '.', '..', head, `${head}.${payload}`, `${head}.${payload}.`]) {
    expect(read(text)).toBeUndefined()
  }
})

it('a key of another kind is refused at the start', async () => {
  const { publicKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid: 'ours' }
  expect(() => tokenReader({ keys: [jwk] })).toThrow()
})

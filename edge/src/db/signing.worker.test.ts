import { createHash } from 'node:crypto'
import { exportJWK, generateKeyPair, jwtVerify } from 'jose'
import { expect, it } from 'vitest'
import { signCall } from './signing.ts'

it('signs in the Workers runtime a token over exactly the body', async () => {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const signingKey = JSON.stringify({ ...(await exportJWK(privateKey)), kid: 'test' })
  const body = '{"query":"select \'말\'"}'
  const { authorization } = signCall(signingKey, { role: 'service' }, body)
  const { payload, protectedHeader } = await jwtVerify(authorization.replace('Bearer ', ''), publicKey)
  expect(protectedHeader).toEqual({ alg: 'EdDSA', kid: 'test' })
  const bodySha256 = createHash('sha256').update(body, 'utf8').digest('base64url')
  expect(payload).toMatchObject({ role: 'service', aud: 'ingest', bodySha256 })
})

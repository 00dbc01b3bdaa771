import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importJWK, jwtVerify, SignJWT } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadKeys } from './keys.ts'

let scratch: string
let file: string
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'sage-keys-test-'))
  file = join(scratch, 'keys.json')
})
afterEach(() => rmSync(scratch, { recursive: true, force: true }))

describe('keys', () => {
  it('are made once and are the same at every start', async () => {
    const first = await loadKeys(file)
    expect(await loadKeys(file)).toEqual(first)
  })

  it('are readable by their owner only', async () => {
    await loadKeys(file)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('sign what their public half verifies, and the public half holds no secret', async () => {
    const { edge } = await loadKeys(file)
    const token = await new SignJWT({ role: 'service' })
      .setProtectedHeader({ alg: 'EdDSA', kid: edge.privateJwk.kid })
      .sign(await importJWK(edge.privateJwk, 'EdDSA'))
    const verified = await jwtVerify(token, await importJWK(edge.publicJwk, 'EdDSA'))
    expect(verified.payload).toMatchObject({ role: 'service' })
    expect(edge.publicJwk).not.toHaveProperty('d')
  })

  it('have the sizes that Web Push and the identity seal ask for', async () => {
    const keys = await loadKeys(file)
    expect(Buffer.from(keys.vapid.publicKey, 'base64url')).toHaveLength(65)
    expect(Buffer.from(keys.vapid.privateKey, 'base64url')).toHaveLength(32)
    expect(Buffer.from(keys.identitySeal, 'base64')).toHaveLength(32)
  })

  it('that cannot be read are never replaced silently', async () => {
    writeFileSync(file, '{"edge":')
    await expect(loadKeys(file)).rejects.toThrow(/cannot be read: restore it, or clear the local data/)
  })
})

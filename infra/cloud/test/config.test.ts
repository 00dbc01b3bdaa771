import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { looksSecret, rules } from '../policy/rules.ts'
import { parseConfig } from '../src/config.ts'
import { privateJwk, publicJwk, vapidKeys } from '../src/keys.ts'
import { subnetCidr } from '../src/network.ts'
import { configOf } from './graph.ts'

describe('a configuration', () => {
  it('is told in one sentence everything that is wrong with it', () => {
    expect(() =>
      parseConfig({ ...configOf('dev'), zoneId: 'abc', appDomain: 'app.other.com', adminEmails: [] }),
    ).toThrow(
      "This stack's configuration cannot be used: sage:zoneId must be the 32 hexadecimal digits that Cloudflare shows; " +
        'sage:adminEmails needs at least one address; sage:appDomain must be below example.com.',
    )
    expect(() => parseConfig({ ...configOf('dev'), appDomain: 'app.other.com' })).toThrow(
      'sage:appDomain must be below example.com',
    )
    expect(() => parseConfig({ ...configOf('dev'), ingestDomain: 'app.example.com' })).toThrow(
      'sage:ingestDomain must differ from appDomain',
    )
    expect(() => parseConfig({})).toThrow(/sage:stage .*; sage:zoneName .*; sage:zoneId /)
  })
})

describe('keys', () => {
  it('made as PEM sign and verify as JWK', () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const signed = sign(
      null,
      Buffer.from('word'),
      createPrivateKey({ key: privateJwk(pem, 'k'), format: 'jwk' }),
    )
    const reader = createPublicKey({ key: publicJwk(pem, 'k'), format: 'jwk' })
    expect(verify(null, Buffer.from('word'), reader, signed)).toBe(true)
    expect(publicJwk(pem, 'k')).not.toHaveProperty('d')
  })

  it('of Web Push are a point of 65 and a number of 32 bytes', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const keys = vapidKeys(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
    const bytes = (text: string) => Buffer.from(text, 'base64url')
    expect([bytes(keys.publicKey)[0], bytes(keys.publicKey).length, bytes(keys.privateKey).length]).toEqual([
      4, 65, 32,
    ])
  })
})

it('subnets do not overlap', () => {
  const networks = Array.from({ length: 16 }, (_, index) => subnetCidr('10.20.0.0/16', index))
  expect(new Set(networks).size).toBe(16)
  expect(networks.at(-1)).toBe('10.20.240.0/20')
})

describe('a rule', () => {
  const violations = (name: string, inputs: Record<string, unknown>) =>
    rules.find((rule) => rule.name === name)?.check(inputs)

  it('finds what it forbids', () => {
    const policy = (Action: string, Resource: string) =>
      JSON.stringify({ Statement: [{ Effect: 'Allow', Action: [Action], Resource: [Resource] }] })
    expect(violations('least-privilege', { policy: policy('s3:*', 'arn:x') })).toEqual(['allows s3:*'])
    expect(violations('least-privilege', { policy: policy('kms:Decrypt', '*') })).toHaveLength(1)
    expect(violations('least-privilege', { policy: policy('kms:Decrypt', 'arn:x') })).toEqual([])
    expect(violations('nobody-from-everywhere', { ingress: [{ cidrBlocks: ['0.0.0.0/0'] }] })).toHaveLength(1)
    expect(violations('balancer-tls', { protocol: 'HTTP' })).toHaveLength(3)
    expect(violations('database-private', { publiclyAccessible: true })).toHaveLength(6)
    expect(
      violations('containers-hardened', {
        containerDefinitions: JSON.stringify([
          { environment: [{ name: 'VALKEY_URL', value: 'rediss://:word@cache:6379' }] },
        ]),
      }),
    ).toContain('shows VALKEY_URL in its environment')
  })

  it('knows a secret from a public key', () => {
    expect(looksSecret('EDGE_PUBLIC_KEYS', '{}')).toBe(false)
    expect(looksSecret('EDGE_URL', 'https://app.example.com')).toBe(false)
    expect(looksSecret('EDGE_SIGNING_KEY', '{}')).toBe(true)
  })
})

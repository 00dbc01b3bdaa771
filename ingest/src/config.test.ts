import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'

const jwk = { kty: 'OKP', crv: 'Ed25519', x: 'eA' }
const working = {
  PORT: '0',
  DATABASE_URL: 'postgres://sage_ingest@localhost/sage',
  DATABASE_SERVICE_URL: 'postgres://sage_service@localhost/sage',
  DATABASE_USER_URL: 'postgres://sage_user@localhost/sage',
  IDENTITY_SEAL_KEY: Buffer.alloc(32).toString('base64'),
  VALKEY_URL: 'redis://localhost',
  EDGE_PUBLIC_KEYS: JSON.stringify({ keys: [jwk] }),
  INGEST_SIGNING_KEY: JSON.stringify({ ...jwk, d: 'ZA' }),
  EDGE_URL: 'http://localhost',
}
const problems = (change: Record<string, string>) => {
  const read = readConfig({ ...working, ...change })
  return 'problems' in read ? read.problems : []
}

describe('the configuration', () => {
  it('takes the real exchanges where nothing else is said', () => {
    const read = readConfig(working)
    expect('config' in read && read.config).toMatchObject({
      MARKET: 'live',
      BINANCE_WS_URL: 'wss://stream.binance.com:9443',
      GATE_WS_URL: 'wss://api.gateio.ws/ws/v4/',
    })
  })

  it('refuses to serve a replayed market in production', () => {
    expect(problems({ STAGE: 'prod', MARKET: 'replay' })).toEqual([
      'MARKET must be live in production: a replayed market is never served as the real one.',
    ])
    expect(problems({ STAGE: 'prod', MARKET: 'live' })).toEqual([])
    expect(problems({ STAGE: 'local', MARKET: 'replay' })).toEqual([])
  })

  it('says in one sentence what is wrong with each variable', () => {
    expect(
      problems({ VALKEY_URL: '', DATABASE_URL: 'mysql://x', PORT: 'http', EDGE_PUBLIC_KEYS: '{' }),
    ).toEqual([
      'PORT must be a port number.',
      'DATABASE_URL must be a URL that starts with postgres:// or postgresql://.',
      'VALKEY_URL is not set.',
      'EDGE_PUBLIC_KEYS must be JSON.',
    ])
  })

  it('never repeats a value', () => {
    const secret = 'hunter2hunter2'
    expect(problems({ IDENTITY_SEAL_KEY: secret, INGEST_SIGNING_KEY: secret }).join()).not.toContain(secret)
  })
})

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
  INGEST_SIGNING_KEY: JSON.stringify({ ...jwk, d: 'ZA', kid: 'one' }),
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

  it('takes the thresholds of sudden moves, by coin', () => {
    const movePercent = (text: string) => {
      const read = readConfig({ ...working, ALERT_MOVE_PERCENT: text })
      return 'config' in read ? read.config.ALERT_MOVE_PERCENT : read.problems
    }
    const usual = { BTC: 5, ETH: 7, SOL: 10, BNB: 10, DOGE: 10, XRP: 10 }
    expect(movePercent('')).toEqual(usual)
    expect(movePercent('BTC=0.5, *=2')).toEqual({ BTC: 0.5, ETH: 2, SOL: 2, BNB: 2, DOGE: 2, XRP: 2 })
    for (const bad of ['BTC=5', 'BTC=5,*=0', 'LTC=3,*=10', '*=ten']) {
      expect(movePercent(bad)).toEqual(['ALERT_MOVE_PERCENT must look like BTC=5,ETH=7,*=10.'])
    }
  })

  it('never repeats a value', () => {
    const secret = 'hunter2hunter2'
    expect(problems({ IDENTITY_SEAL_KEY: secret, INGEST_SIGNING_KEY: secret }).join()).not.toContain(secret)
  })
})

import { describe, expect, it } from 'vitest'
import { type Ports, planOutside } from './plan.ts'
import { readSettings } from './settings.ts'

const ports: Ports = {
  web: 1,
  front: 1,
  edge: 2,
  ingest: 3,
  postgres: 4,
  valkey: 5,
  google: 6,
  standIns: { binance: 11, gate: 12, 'fear-greed': 13, claude: 14 },
}
const plan = (environment: NodeJS.ProcessEnv, market: 'live' | 'replay') =>
  planOutside(readSettings(environment), market, ports, 'a-secret')

describe('the outside world', () => {
  it('is stood in for entirely when nothing is set and no exchange is reachable', () => {
    const outside = plan({}, 'replay')
    expect(new Set(outside.standIns)).toEqual(new Set(['binance', 'gate', 'fear-greed', 'claude']))
    expect(outside.anthropic.mentor).toBe('demo')
    expect(outside.google.standIn).toBe(true)
  })

  it('is real where it is reachable: a live market needs no stand-in and no URL', () => {
    const outside = plan({ ANTHROPIC_API_KEY: 'sk-real' }, 'live')
    expect(outside.standIns).toEqual([])
    expect(outside.feeds).toEqual({})
    expect(outside.anthropic).toMatchObject({ mentor: 'claude', env: { ANTHROPIC_API_KEY: 'sk-real' } })
    expect(outside.anthropic.env).not.toHaveProperty('ANTHROPIC_BASE_URL')
  })

  it('follows a URL that was set by hand and does not start its stand-in', () => {
    const outside = plan(
      { FEAR_GREED_URL: 'http://10.0.0.9/fng/', ANTHROPIC_BASE_URL: 'http://10.0.0.9:8080' },
      'replay',
    )
    expect(outside.feeds.FEAR_GREED_URL).toBe('http://10.0.0.9/fng/')
    expect(outside.anthropic.env.ANTHROPIC_BASE_URL).toBe('http://10.0.0.9:8080')
    expect(outside.standIns).not.toContain('fear-greed')
    expect(outside.standIns).not.toContain('claude')
  })

  it('uses the real Google only with both a client id and its secret', () => {
    expect(plan({ GOOGLE_CLIENT_ID: 'id' }, 'replay').google.standIn).toBe(true)
    const real = plan({ GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'secret' }, 'replay').google
    expect(real).toEqual({ standIn: false, env: { GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'secret' } })
  })
})

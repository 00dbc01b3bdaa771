import { describe, expect, it } from 'vitest'
import { type Ports, planAlerts, planFeeds, planGoogle, planMentor } from './plan.ts'
import { readSettings } from './settings.ts'

const ports: Ports = {
  web: 1,
  front: 1,
  edge: 2,
  ingest: 3,
  postgres: 4,
  valkey: 5,
  google: 6,
  standIns: { binance: 11, gate: 12, fearGreed: 13, claude: 14, push: 15, discord: 16 },
}
const feeds = (environment: NodeJS.ProcessEnv, market: 'live' | 'replay') =>
  planFeeds(readSettings(environment), market, ports)
const mentor = (environment: NodeJS.ProcessEnv) => planMentor(readSettings(environment), ports)
const google = (environment: NodeJS.ProcessEnv) => planGoogle(readSettings(environment), ports, 'a-secret')

describe('the outside world', () => {
  it('is stood in for entirely when nothing is set and no exchange is reachable', () => {
    expect(new Set(feeds({}, 'replay').standIns)).toEqual(new Set(['binance', 'gate', 'fearGreed']))
    expect(mentor({})).toMatchObject({ mentor: 'demo', standIn: true })
    expect(google({}).standIn).toBe(true)
  })

  it('is real where it is reachable: a live market needs no stand-in and no URL', () => {
    expect(feeds({}, 'live')).toEqual({ market: 'live', env: {}, standIns: [] })
    expect(mentor({ ANTHROPIC_API_KEY: 'sk-real' })).toEqual({
      mentor: 'claude',
      standIn: false,
      env: { ANTHROPIC_API_KEY: 'sk-real' },
    })
  })

  it('follows a URL that was set by hand and does not start its stand-in', () => {
    const plan = feeds({ FEAR_GREED_URL: 'http://10.0.0.9/fng/' }, 'replay')
    expect(plan.env.FEAR_GREED_URL).toBe('http://10.0.0.9/fng/')
    expect(plan.standIns).not.toContain('fearGreed')
    expect(mentor({ ANTHROPIC_BASE_URL: 'http://10.0.0.9:8080' })).toMatchObject({
      standIn: false,
      env: { ANTHROPIC_BASE_URL: 'http://10.0.0.9:8080' },
    })
  })

  it('has the real Google only with both a client id and its secret', () => {
    expect(google({ GOOGLE_CLIENT_ID: 'id' }).standIn).toBe(true)
    expect(google({ GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'secret' })).toEqual({
      standIn: false,
      env: { GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'secret' },
    })
  })
})

describe('alerts', () => {
  it("are posted to the stand-ins, and the push service's is always there", () => {
    const { standIns, env } = planAlerts({ forEdge: {} }, ports)
    expect(standIns).toEqual(['push', 'discord'])
    expect(env.PUSH_EXTRA_ORIGINS).toBe('http://127.0.0.1:15')
    expect(env.DISCORD_WEBHOOK_URL).toBe('http://127.0.0.1:16/api/webhooks/1/market')
  })

  it('go to the webhook that is given, and to no stand-in of it', () => {
    const forEdge = {
      DISCORD_WEBHOOK_URL: 'https://discord.com/api/webhooks/1/x',
      PUSH_EXTRA_ORIGINS: 'http://a',
    }
    const { standIns, env } = planAlerts({ forEdge }, ports)
    expect(standIns).toEqual(['push'])
    expect(env).toEqual({ PUSH_EXTRA_ORIGINS: 'http://127.0.0.1:15,http://a' })
  })
})

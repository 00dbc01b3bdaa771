/** `*.worker.test.ts`: what needs Durable Objects runs in the Workers runtime, with the bindings of production. */
import { generateKeyPairSync } from 'node:crypto'
import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

const signingKey = { ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }), kid: 'test' }

const {
  x = '',
  y = '',
  d = '',
} = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  format: 'jwk',
})
const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
const vapid = { publicKey: point.toString('base64url'), privateKey: d }

/** These tests do not reach beyond the Worker: models, market and database answer that they are away. */
const away = () =>
  Response.json({ error: { code: 'interrupted', message: 'away', requestId: 'test' } }, { status: 503 })
const nowhere = 'http://away.test'

export default defineConfig({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: '../wrangler.toml' },
      miniflare: {
        outboundService: away,
        bindings: {
          STAGE: 'local',
          MENTOR: 'demo',
          ANTHROPIC_API_KEY: 'test',
          ANTHROPIC_BASE_URL: nowhere,
          INGEST_URL: nowhere,
          EDGE_SIGNING_KEY: JSON.stringify(signingKey),
          AUTH_SECRETS: 'newest-secret-of-32-characters-00,older-secret-of-32-characters-000',
          AUTH_URL: 'https://app.sage.test',
          GOOGLE_CLIENT_ID: 'test',
          GOOGLE_CLIENT_SECRET: 'test',
          ADMIN_EMAILS: 'Admin@Sage.test',
          BUDGET_USER_DAILY_USD: '1',
          BUDGET_TOTAL_DAILY_USD: '1.5',
          VAPID_PUBLIC_KEY: vapid.publicKey,
          VAPID_PRIVATE_KEY: vapid.privateKey,
          VAPID_SUBJECT: 'mailto:test@sage.test',
          LOG_LEVEL: 'error',
        },
      },
    }),
  ],
  test: {
    name: 'edge-worker',
    root: import.meta.dirname,
    include: ['src/**/*.worker.test.ts'],
    testTimeout: 20_000,
    // Vitest's own limit is 1 s; what a test promises never depends on this one.
    expect: { poll: { timeout: 15_000 } },
  },
})

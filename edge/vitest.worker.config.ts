/** `*.worker.test.ts`: what needs Durable Objects runs in the Workers runtime, with the bindings of production. */
import { generateKeyPairSync } from 'node:crypto'
import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import * as z from 'zod'

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

/** `npm run test:faults`: the same, and all of it. */
const faults = process.env.SAGE_FAULTS === '1'

const Post = z.object({ embeds: z.tuple([z.object({ title: z.string() })]) })

/**
 * The world outside the Worker, one for each file of tests: except for Discord, models, market and database answer that
 * they are away. What was asked of a model is counted (`GET http://away.test/__seen`), and what Discord was posted is
 * told in order (`GET http://discord.test/seen`); `down` in its first line is an outage.
 */
function outside() {
  const posted: { webhook: string; title: string }[] = []
  let models = 0

  function discord(url: URL, body: string): Response {
    if (url.pathname === '/seen') return Response.json(posted)
    const { title } = Post.parse(JSON.parse(body)).embeds[0]
    if (title.startsWith('down')) return new Response(null, { status: 500 })
    posted.push({ webhook: url.pathname, title })
    return new Response(null, { status: 204 })
  }

  return async (request: { readonly url: string; text(): Promise<string> }) => {
    const url = new URL(request.url)
    if (url.hostname === 'discord.test') return discord(url, await request.text())
    if (url.pathname === '/__seen') return Response.json({ models })
    if (url.pathname.startsWith('/v1/messages')) models += 1
    return Response.json(
      { error: { code: 'interrupted', message: 'away', requestId: 'test' } },
      { status: 503 },
    )
  }
}
const nowhere = 'http://away.test'

export default defineConfig({
  plugins: [
    cloudflareTest(() => ({
      wrangler: { configPath: '../wrangler.toml' },
      miniflare: {
        outboundService: outside(),
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
          DISCORD_WEBHOOK_URL: 'http://discord.test/market',
          DISCORD_OPS_WEBHOOK_URL: 'http://discord.test/ops',
          LOG_LEVEL: 'error',
        },
      },
    })),
  ],
  test: {
    name: 'edge-worker',
    root: import.meta.dirname,
    include: [faults ? 'src/attacks/fuzz.worker.test.ts' : 'src/**/*.worker.test.ts'],
    provide: { fuzzInputs: faults ? 10_000 : 2_000 },
    testTimeout: 20_000,
    // Vitest's own limit is 1 s; what a test promises never depends on this one.
    expect: { poll: { timeout: 15_000 } },
  },
})

/** The SQL gateway as it runs in production, on a real port and a PostgreSQL of its own. */
import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { serve } from '@hono/node-server'
import { startTemporaryDatabase, type TemporaryDatabase } from '@sage/local/temporary-database'
import { Hono } from 'hono'
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { type CallerEnv, verifyCaller } from '../src/api/auth.ts'
import { type ReplayDeps, replayGuard } from '../src/api/replay.ts'
import { sqlGateway } from '../src/api/sql.ts'
import { type GatewayPools, openPools } from '../src/sql/pools.ts'

export interface Answer {
  readonly status: number
  readonly body: unknown
}

export interface TestGateway {
  readonly url: string
  readonly database: TemporaryDatabase
  readonly pools: GatewayPools
  /** The edge's private key as `EDGE_SIGNING_KEY` has it. */
  readonly signingKey: string
  readonly privateKey: CryptoKey
  /** Why calls could not be served, newest last. */
  readonly failures: unknown[]
  /** Posts a body under a token for it. */
  post(claims: JWTPayload, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>
  close(): Promise<void>
}

export const asUser = (userId: string): JWTPayload => ({ role: 'user', sub: userId })
export const asService: JWTPayload = { role: 'service' }

/** `valkey` is where used tokens are remembered; a memory of its own by default. */
export async function startGateway(valkey: ReplayDeps['valkey'] = rememberingValkey()): Promise<TestGateway> {
  const database = await startTemporaryDatabase()
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const kid = 'test'
  const failures: unknown[] = []
  const pools = openPools({ ...database, onConnectionLost: (error) => failures.push(error) })
  const app = new Hono<CallerEnv>()
  app.get('/healthz', (c) => c.text('ok'))
  app.use(
    '/v1/*',
    verifyCaller({
      publicKeys: { keys: [{ ...(await exportJWK(publicKey)), kid }] },
      replay: replayGuard({
        valkey,
        nowMs: Date.now,
        onFailure: (error) => failures.push(error),
      }),
      now: () => new Date(),
    }),
  )
  app.route(
    '/v1/sql',
    sqlGateway({
      pools,
      sealKey: Buffer.from(database.sealKey, 'base64'),
      onUnavailable: (cause) => failures.push(cause),
    }),
  )
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const url = `http://127.0.0.1:${address.port}`
  return {
    url,
    database,
    pools,
    signingKey: JSON.stringify({ ...(await exportJWK(privateKey)), kid }),
    privateKey,
    failures,
    async post(claims, body, headers = {}) {
      const text = JSON.stringify(body)
      const token = await sign(privateKey, { ...freshClaims(text), ...claims })
      const response = await fetch(`${url}/v1/sql`, {
        method: 'POST',
        body: text,
        headers: { authorization: `Bearer ${token}`, 'Neon-Raw-Text-Output': 'true', ...headers },
      })
      return { status: response.status, body: await response.json() }
    },
    async close() {
      server.close()
      await pools.close()
      await database.close()
    },
  }
}

/** Claims that are in order, for a request with this body. */
export function freshClaims(body: string): JWTPayload {
  const iat = Math.floor(Date.now() / 1000)
  const bodySha256 = createHash('sha256').update(body).digest('base64url')
  return { aud: 'ingest', jti: randomUUID(), iat, exp: iat + 45, bodySha256 }
}

export function sign(key: CryptoKey, claims: JWTPayload, kid = 'test'): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', kid }).sign(key)
}

/** The one command that the replay guard uses, with nothing ever expiring. */
function rememberingValkey(): ReplayDeps['valkey'] {
  const keys = new Set<string>()
  return {
    async set(key) {
      if (keys.has(key)) return null
      keys.add(key)
      return 'OK'
    },
  }
}

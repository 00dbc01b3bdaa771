/** The edge's end of reports: takes those that are signed as the contract says, and can be away. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { createLocalJWKSet, type JWK, jwtVerify } from 'jose'
import { AlertReport, ReporterClaims } from '../src/contract.ts'

export interface EdgeReceiver {
  readonly url: string
  /** In the order of their arrival, repeated ones too. */
  readonly accepted: AlertReport[]
  /** How many were answered otherwise. */
  readonly turnedAway: number
  /** What it answers to reports; 200 at first. */
  answer: number
  close(): Promise<void>
}

export async function startEdgeReceiver(publicKey: JWK): Promise<EdgeReceiver> {
  const keys = createLocalJWKSet({ keys: [publicKey] })
  const seen = new Set<string>()
  const accepted: AlertReport[] = []
  let answer = 200
  let turnedAway = 0

  async function take(request: IncomingMessage): Promise<number> {
    if (request.method !== 'POST' || request.url !== '/api/internal/market-events') return 404
    const body = await text(request)
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? ''
    const { payload } = await jwtVerify(token, keys, {
      audience: 'edge',
      algorithms: ['EdDSA'],
      maxTokenAge: 60,
    })
    const { jti, iat, exp, bodySha256 } = ReporterClaims.parse(payload)
    const isBound = createHash('sha256').update(body).digest('base64url') === bodySha256
    if (!isBound || exp - iat > 60 || seen.has(jti)) return 401
    seen.add(jti)
    const report = AlertReport.parse(JSON.parse(body))
    if (answer === 200) accepted.push(report)
    return answer
  }

  const server = createServer((request, response) => {
    take(request)
      .catch(() => 401)
      .then((status) => {
        if (status !== 200) turnedAway += 1
        response.writeHead(status, { 'content-type': 'application/json' }).end('{"status":"accepted"}')
      })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    accepted,
    get turnedAway() {
      return turnedAway
    },
    get answer() {
      return answer
    },
    set answer(status) {
      answer = status
    },
    async close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

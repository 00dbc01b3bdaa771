/** Ingest as it runs: child processes of it, a real Valkey-compatible server, PostgreSQL, and the venues' stand-ins. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { startTemporaryDatabase, type TemporaryDatabase } from '@sage/local/temporary-database'
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose'
import * as z from 'zod'
import { Candles, Snapshot } from '../src/contract.ts'
import { type EdgeReceiver, startEdgeReceiver } from './edge-receiver.ts'

const repository = fileURLToPath(new URL('../../', import.meta.url))

export type StandIn = 'binance' | 'gate' | 'fear-greed'

export interface MarketStack {
  readonly database: TemporaryDatabase
  readonly valkey: TemporaryValkey
  readonly edge: EdgeReceiver
  /** Another task on the same stores; resolves when it listens. */
  ingest(environment?: Readonly<Record<string, string>>, installation?: Installation): Promise<IngestTask>
  /** Changes a stand-in's behaviour. */
  control(standIn: StandIn, patch: unknown): Promise<void>
  inspect(standIn: StandIn): Promise<unknown>
  /** The venue's exact closed minutes. */
  truth(venue: 'binance' | 'gate', symbol: string, fromMs: number, toMs: number): Promise<readonly Truth[]>
  close(): Promise<void>
}

/** Where ingest runs from, if not from its source. */
export interface Installation {
  readonly folder: string
  /** Of the user that it runs as; only root may choose. */
  readonly uid?: number
}

export interface IngestTask {
  readonly url: string
  readonly child: ChildProcess
  /** Lines of its log, parsed. */
  readonly log: LogLine[]
  /** A signed call. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>
  /** The same with a body, in the name of a user if there is one. */
  post(path: string, body: unknown, userId?: string): Promise<Response>
  /** A signed call to whoever answers at `url`: a task's tokens are good for all. */
  signed(url: string, body?: unknown): Promise<Response>
  snapshot(): Promise<Snapshot>
  candles(symbol: string, interval: string, fromMs: number, toMs: number): Promise<Candles>
  /** A value of `/metrics`, by its name and labels as Prometheus writes them. */
  metric(name: string): Promise<number>
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

export interface TemporaryValkey {
  readonly url: string
  start(): Promise<void>
  stop(): Promise<void>
}

const Truth = z.object({
  at: z.string(),
  open: z.string(),
  high: z.string(),
  low: z.string(),
  close: z.string(),
  volume: z.string(),
  quoteVolume: z.string(),
  trades: z.number(),
})
export type Truth = z.infer<typeof Truth>
const LogLine = z.looseObject({ msg: z.string() })
export type LogLine = z.infer<typeof LogLine>
const Ready = z.object({ ready: z.record(z.string(), z.string()) })

/** `migrations`: a folder with those of another release. */
export async function startMarketStack(options: { readonly migrations?: string } = {}): Promise<MarketStack> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const [database, valkey, standIns, edge] = await Promise.all([
    startTemporaryDatabase(options),
    startTemporaryValkey(),
    startStandIns(),
    startEdgeReceiver({ ...(await exportJWK(publicKey)), kid: 'test' }),
  ])
  const tasks = new Set<IngestTask>()
  const host = (standIn: StandIn) => new URL(standIns.urls[standIn] ?? '').host
  const environment = {
    STAGE: 'local',
    PORT: '0',
    MARKET: 'replay',
    DATABASE_URL: database.ingestUrl,
    DATABASE_SERVICE_URL: database.serviceUrl,
    DATABASE_USER_URL: database.userUrl,
    IDENTITY_SEAL_KEY: database.sealKey,
    VALKEY_URL: valkey.url,
    EDGE_PUBLIC_KEYS: JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'test' }] }),
    INGEST_SIGNING_KEY: JSON.stringify({ ...(await exportJWK(privateKey)), kid: 'test' }),
    EDGE_URL: edge.url,
    BINANCE_WS_URL: `ws://${host('binance')}`,
    BINANCE_REST_URL: `http://${host('binance')}`,
    GATE_WS_URL: `ws://${host('gate')}/ws/v4/`,
    GATE_REST_URL: `http://${host('gate')}`,
    FEAR_GREED_URL: `http://${host('fear-greed')}/fng/`,
  }
  return {
    database,
    valkey,
    edge,
    async ingest(more = {}, installation) {
      const task = await startIngest({ ...environment, ...more }, privateKey, installation)
      tasks.add(task)
      return task
    },
    async control(standIn, patch) {
      const response = await fetch(`${standIns.urls[standIn]}/__control`, {
        method: 'POST',
        body: JSON.stringify(patch),
      })
      if (!response.ok) throw new Error(`${standIn}: ${await response.text()}`)
      await response.body?.cancel()
    },
    async inspect(standIn) {
      return (await fetch(`${standIns.urls[standIn]}/__control`)).json()
    },
    async truth(venue, symbol, fromMs, toMs) {
      const query = `symbol=${symbol}&from=${fromMs}&to=${toMs}`
      const response = await fetch(`${standIns.urls[venue]}/__control/candles?${query}`)
      return z.object({ candles: z.array(Truth) }).parse(await response.json()).candles
    },
    async close() {
      await Promise.all([...tasks].map((task) => task.end('SIGKILL')))
      await end(standIns.child, 'SIGKILL')
      await Promise.all([valkey.stop(), database.close(), edge.close()])
    },
  }
}

async function startIngest(
  environment: Readonly<Record<string, string>>,
  privateKey: CryptoKey,
  installation?: Installation,
): Promise<IngestTask> {
  const program = installation ? 'ingest.js' : join(repository, 'ingest/src/main.ts')
  const child = spawn(process.execPath, [program], {
    cwd: installation?.folder,
    uid: installation?.uid,
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const log: LogLine[] = []
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`ingest ended with ${code}`)))
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = LogLine.parse(JSON.parse(text))
      log.push(line)
      if (line.msg === 'listening') resolve(z.number().parse(line.port))
    })
  })
  const url = `http://127.0.0.1:${port}`
  async function authorization(body = '', userId?: string): Promise<string> {
    const token = await new SignJWT({
      ...(userId === undefined ? { role: 'service' } : { role: 'user', sub: userId }),
      bodySha256: createHash('sha256').update(body).digest('base64url'),
    })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'test' })
      .setAudience('ingest')
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('60 s')
      .sign(privateKey)
    return `Bearer ${token}`
  }
  const get = async (path: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${url}${path}`, { headers: { ...headers, authorization: await authorization() } })
  return {
    url,
    child,
    log,
    get,
    async post(path, content, userId) {
      const body = JSON.stringify(content)
      const headers = { authorization: await authorization(body, userId), 'content-type': 'application/json' }
      return fetch(`${url}${path}`, { method: 'POST', body, headers })
    },
    async signed(target, content) {
      if (content === undefined) return fetch(target, { headers: { authorization: await authorization() } })
      const body = JSON.stringify(content)
      const headers = { authorization: await authorization(body), 'content-type': 'application/json' }
      return fetch(target, { method: 'POST', body, headers })
    },
    snapshot: async () => Snapshot.parse(await (await get('/v1/snapshot')).json()),
    async candles(symbol, interval, fromMs, toMs) {
      const range = `from=${new Date(fromMs).toISOString()}&to=${new Date(toMs).toISOString()}`
      const response = await get(`/v1/candles/${symbol}?interval=${interval}&${range}`)
      if (!response.ok) throw new Error(`candles: ${response.status} ${await response.text()}`)
      return Candles.parse(await response.json())
    },
    async metric(name) {
      const text = await (await fetch(`${url}/metrics`)).text()
      const line = text.split('\n').find((each) => each.startsWith(`${name} `))
      return Number(line?.slice(name.length + 1) ?? 0)
    },
    end: (signal) => end(child, signal),
  }
}

async function startStandIns() {
  const child = spawn(process.execPath, [join(repository, 'infra/local/src/stand-ins/main.ts')], {
    env: { PATH: process.env.PATH ?? '', STANDINS: 'binance,gate,fear-greed' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return { child, urls: Ready.parse(JSON.parse(String(line))).ready }
}

export async function startTemporaryValkey(): Promise<TemporaryValkey> {
  const directory = mkdtempSync('/tmp/sage-valkey-')
  const port = await freePort()
  const program = findServer()
  let child: ChildProcess | undefined
  async function start(): Promise<void> {
    const flags = ['--port', String(port), '--dir', directory, '--save', '', '--appendonly', 'no']
    child = spawn(program, ['--bind', '127.0.0.1', ...flags], { stdio: ['ignore', 'pipe', 'inherit'] })
    if (child.stdout === null) throw new Error('no output')
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.includes('Ready to accept connections')) break
    }
    child.stdout.resume()
  }
  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    async stop() {
      if (child !== undefined) await end(child, 'SIGKILL')
      child = undefined
      rmSync(join(directory, 'dump.rdb'), { force: true })
    },
  }
}

function findServer(): string {
  const names = ['valkey-server', 'redis-server']
  const paths = (process.env.PATH ?? '').split(delimiter)
  const found = names
    .flatMap((name) => paths.map((path) => join(path, name)))
    .find((file) => existsSync(file))
  if (found === undefined) throw new Error('Neither valkey-server nor redis-server is on the PATH.')
  return found
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

/** Polls until `check` gives something; throws what it last found after `deadlineMs`. */
export async function eventually<T>(
  deadlineMs: number,
  check: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const deadline = Date.now() + deadlineMs
  let failure: unknown
  while (Date.now() < deadline) {
    try {
      const found = await check()
      if (found !== undefined && found !== false) return found
      failure = undefined
    } catch (error) {
      failure = error
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw failure ?? new Error(`not within ${deadlineMs} ms`)
}

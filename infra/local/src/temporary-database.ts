/** A PostgreSQL of its own for a test file: real server, real roles, newest schema, gone afterwards. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from './ports.ts'
import { type PreparedDatabase, prepareDatabase } from './postgres.ts'
import { postgresService } from './postgres-server.ts'
import type { Service } from './supervisor.ts'

export interface TemporaryDatabase extends PreparedDatabase {
  /** The superuser's view of the product's database. */
  readonly adminUrl: string
  /** The MAC key over a user's identity: 32 bytes, base64. */
  readonly sealKey: string
  /** Ends the server: SIGINT breaks off its sessions in order, SIGQUIT as a crash does. */
  stop(signal: 'SIGINT' | 'SIGQUIT'): Promise<void>
  /** Starts it again on the same port, with the same data. */
  start(): Promise<void>
  close(): Promise<void>
}

/** `migrations`: a folder with those of another release. */
export async function startTemporaryDatabase({
  migrations,
}: {
  readonly migrations?: string
} = {}): Promise<TemporaryDatabase> {
  const home = mkdtempSync(join(tmpdir(), 'sage-postgres-'))
  // The server may run as another user than this process.
  chmodSync(home, 0o711)
  const port = await freePort()
  const secret = () => randomBytes(16).toString('hex')
  const password = secret()
  const sealKey = randomBytes(32).toString('base64')
  const logFile = join(home, 'log')
  const { PATH = '', HOME = '' } = process.env
  const options = { dataDir: join(home, 'data'), port, password, logFile, machine: { PATH, HOME } }
  let server: ChildProcess | undefined
  const start = async () => {
    server = await run(await postgresService(options), logFile)
  }
  const stop = async (signal: NodeJS.Signals) => {
    const ending = server
    server = undefined
    if (ending === undefined || ending.exitCode !== null) return
    const ended = new Promise((resolve) => ending.once('exit', resolve))
    ending.kill(signal)
    await ended
  }
  await start()
  const address = `postgres://postgres:${password}@127.0.0.1:${port}`
  const passwords = { owner: secret(), ingest: secret(), service: secret(), user: secret() }
  const urls = await prepareDatabase(`${address}/postgres`, {
    passwords,
    sealKey,
    ...(migrations === undefined ? {} : { folder: migrations }),
  })
  return {
    ...urls,
    adminUrl: `${address}/sage`,
    sealKey,
    stop,
    start,
    async close() {
      await stop('SIGINT')
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** A crash of the server, which tests may cause, loses nothing by it; only one of the machine would. */
const careless = ['-c', 'fsync=off', '-c', 'full_page_writes=off']

async function run(service: Service, logFile: string): Promise<ChildProcess> {
  const { command, args, env, cwd, owner } = service.spec
  writeFileSync(logFile, '')
  const child = spawn(command, [...args, ...careless], {
    cwd,
    env,
    ...owner,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  child.stderr?.on('data', (text) => writeFileSync(logFile, text, { flag: 'a' }))
  const end = () => child.kill('SIGQUIT')
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  const deadline = Date.now() + service.deadlineMs
  while (!(await service.ready())) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error('PostgreSQL did not start')
    await delay(20)
  }
  return child
}

/** SAGE_HOME: where a local stack keeps its data, its keys and its logs; one launcher at a time. */
import { createHash } from 'node:crypto'
import { accessSync, constants, mkdirSync, realpathSync, unlinkSync } from 'node:fs'
import { createConnection, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Failure } from './failure.ts'

/** Everything that a stack puts into its home. */
export const homeEntries = [
  'logs',
  'keys.json',
  'ports.json',
  'postgres',
  'postgres.unfinished',
  'postgres.password',
  'valkey',
  'valkey.conf',
  'edge',
  'edge.env',
  'wrangler',
] as const

export interface Home {
  readonly path: string
  readonly logs: string
  file(name: (typeof homeEntries)[number]): string
  logFile(part: string): string
  /** What a second launcher is told about this one. */
  announce(url: string): void
  release(): Promise<void>
}

/** Makes the directory and claims it. Fails in one sentence if it cannot be written or is in use. */
export async function openHome(path: string): Promise<Home> {
  try {
    mkdirSync(join(path, 'logs'), { recursive: true, mode: 0o755 })
    accessSync(path, constants.W_OK)
    accessSync(join(path, 'logs'), constants.W_OK)
  } catch {
    throw new Failure(`SAGE_HOME (${path}) cannot be written.`)
  }
  const real = realpathSync(path)
  let url = ''
  const lock = await claim(lockPath(real), () => url)
  return {
    path: real,
    logs: join(real, 'logs'),
    file: (name) => join(real, name),
    logFile: (part) => join(real, 'logs', `${part}.log`),
    announce(next) {
      url = next
    },
    release: () => new Promise((resolve) => lock.close(() => resolve())),
  }
}

/** Socket paths are limited to about 100 bytes, hence the hash. */
export function lockPath(home: string): string {
  const digest = createHash('sha256').update(home).digest('hex').slice(0, 16)
  return join(tmpdir(), `sage-${digest}.sock`)
}

/** A listening socket is the lock: unlike a file with a process id it cannot outlive its owner. */
async function claim(path: string, url: () => string): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.end(url())
  })
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (await listen(server, path)) {
      server.unref()
      return server
    }
    const holder = await ask(path)
    if (holder !== undefined) {
      throw new Failure(`Sage is already running from this directory${holder === '' ? '' : ` at ${holder}`}.`)
    }
    try {
      unlinkSync(path)
    } catch {
      // Someone else removed it first; the next attempt decides.
    }
  }
  throw new Failure(`The lock ${path} can be neither taken nor asked.`)
}

function listen(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const refuse = () => resolve(false)
    server.once('error', refuse)
    server.listen(path, () => {
      server.off('error', refuse)
      resolve(true)
    })
  })
}

/** What the owner of the socket says; `undefined` if there is none. */
function ask(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(path)
    let said = ''
    socket.setTimeout(2000, () => socket.destroy())
    socket.on('data', (chunk) => {
      said += chunk.toString('utf8')
    })
    socket.once('error', () => resolve(undefined))
    socket.once('close', () => resolve(said))
  })
}

/** A Valkey-compatible server: the one named by VALKEY_URL, one on this machine, one installed now, or Docker's. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { Failure } from './failure.ts'
import { findProgram, installPackage, succeeds } from './programs.ts'

export interface ValkeyServer {
  /** How it is called on screen. */
  readonly label: string
  readonly command: string
  readonly args: (configFile: string, dataDir: string, port: number) => readonly string[]
}

const servers = ['valkey-server', 'redis-server'] as const
const packages = { apt: ['valkey-server', 'redis-server'], brew: ['valkey', 'redis'] }

/** Finds a server program, installing one where that needs no password, else Docker. */
export async function findValkey(path: string): Promise<ValkeyServer> {
  const found = onPath(path) ?? (await installed(path)) ?? (await docker(path))
  if (found !== undefined) return found
  throw new Failure(
    'No Valkey was found: install valkey-server or redis-server, start Docker, or set VALKEY_URL to a running one.',
  )
}

function onPath(path: string): ValkeyServer | undefined {
  for (const name of servers) {
    const command = findProgram(name, path)
    if (command !== undefined) return { label: name, command, args: (configFile) => [configFile] }
  }
  return undefined
}

async function installed(path: string): Promise<ValkeyServer | undefined> {
  return (await installPackage(packages, path)) ? onPath(path) : undefined
}

async function docker(path: string): Promise<ValkeyServer | undefined> {
  const command = findProgram('docker', path)
  if (command === undefined || !(await succeeds([command, 'info'], { path, deadlineMs: 5000 })))
    return undefined
  return {
    label: 'valkey in Docker',
    command,
    args: (configFile, dataDir, port) => [
      ...['run', '--rm', '--init', '-p', `127.0.0.1:${port}:${port}`],
      ...['-v', `${configFile}:/etc/valkey.conf:ro`, '-v', `${dataDir}:${dataDir}`],
      ...['valkey/valkey:8', 'valkey-server', '/etc/valkey.conf', '--bind', '0.0.0.0'],
    ],
  }
}

/** Writes the server's configuration: durable (queued jobs survive a restart), never evicting. */
export function writeValkeyConfig(home: string, port: number, password: string) {
  const dataDir = join(home, 'valkey')
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const configFile = join(home, 'valkey.conf')
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir "${dataDir}"`,
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    'maxmemory-policy noeviction',
    'daemonize no',
  ]
  writeFileSync(configFile, `${lines.join('\n')}\n`, { mode: 0o600 })
  return { configFile, dataDir, url: `redis://:${password}@127.0.0.1:${port}` }
}

/** Whether the server at `url` answers PING, after AUTH if the URL carries a password. */
export function valkeyAnswers(url: string): Promise<boolean> {
  const { hostname, port, password, username, protocol } = new URL(url)
  // A TLS endpoint is left to ingest's own client to judge.
  if (protocol === 'rediss:') return Promise.resolve(true)
  const auth =
    password === '' ? '' : `AUTH ${username === '' ? '' : `${username} `}${decodeURIComponent(password)}\r\n`
  return new Promise((resolve) => {
    const socket = createConnection({ host: hostname, port: port === '' ? 6379 : Number(port) })
    let said = ''
    const settle = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(1000, () => settle(false))
    socket.once('error', () => settle(false))
    socket.once('close', () => settle(false))
    socket.once('connect', () => socket.write(`${auth}PING\r\n`))
    socket.on('data', (chunk) => {
      said += chunk.toString('utf8')
      if (said.includes('+PONG')) settle(true)
      if (said.includes('-ERR') || said.includes('-WRONGPASS') || said.includes('-NOAUTH')) settle(false)
    })
  })
}

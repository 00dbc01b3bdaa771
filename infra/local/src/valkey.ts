/** A Valkey-compatible server: the one named by VALKEY_URL, one on this machine, one installed now, or Docker's. */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, mkdirSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { delimiter, join } from 'node:path'
import { Failure } from './failure.ts'

export interface ValkeyServer {
  /** How it is called on screen. */
  readonly label: string
  readonly command: string
  readonly args: (configFile: string, dataDir: string, port: number) => readonly string[]
}

const servers = ['valkey-server', 'redis-server'] as const
/** A package manager that may be used without asking for a password, and how it installs a server. */
const installers = [
  {
    command: 'apt-get',
    packages: ['valkey-server', 'redis-server'],
    args: ['install', '-y', '--no-install-recommends'],
    root: true,
  },
  { command: 'brew', packages: ['valkey', 'redis'], args: ['install'], root: false },
] as const

export function findProgram(name: string, path: string): string | undefined {
  for (const directory of path.split(delimiter)) {
    const candidate = join(directory, name)
    try {
      accessSync(candidate, constants.X_OK)
      return candidate
    } catch {
      // Not in this directory.
    }
  }
  return undefined
}

/** Finds a server program, installing one where that needs no password. */
export function findValkey(path: string): ValkeyServer {
  const found = onPath(path) ?? installed(path) ?? docker(path)
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

function installed(path: string): ValkeyServer | undefined {
  for (const installer of installers) {
    const command = findProgram(installer.command, path)
    if (command === undefined) continue
    const prefix = installer.root ? rootPrefix(path) : []
    if (prefix === undefined) continue
    for (const name of installer.packages) {
      const [program, ...args] = [...prefix, command, ...installer.args, name]
      if (program === undefined) continue
      spawnSync(program, args, {
        stdio: 'ignore',
        timeout: 120_000,
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      })
      const server = onPath(path)
      if (server !== undefined) return server
    }
  }
  return undefined
}

/** How to run something as root without a password: nothing to add, sudo, or not at all. */
export function rootPrefix(path: string): readonly string[] | undefined {
  if (process.getuid?.() === 0) return []
  const sudo = findProgram('sudo', path)
  if (sudo === undefined) return undefined
  const allowed = spawnSync(sudo, ['-n', 'true'], { stdio: 'ignore', timeout: 5000 }).status === 0
  return allowed ? [sudo, '-n'] : undefined
}

function docker(path: string): ValkeyServer | undefined {
  const command = findProgram('docker', path)
  if (command === undefined) return undefined
  const alive = spawnSync(command, ['info'], { stdio: 'ignore', timeout: 5000 }).status === 0
  if (!alive) return undefined
  return {
    label: 'valkey in Docker',
    command,
    args: (configFile, dataDir, port) => [
      'run',
      '--rm',
      '--init',
      '-p',
      `127.0.0.1:${port}:${port}`,
      '-v',
      `${configFile}:/etc/valkey.conf:ro`,
      '-v',
      `${dataDir}:${dataDir}`,
      'valkey/valkey:8',
      'valkey-server',
      '/etc/valkey.conf',
      '--bind',
      '0.0.0.0',
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

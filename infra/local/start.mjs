#!/usr/bin/env node
/**
 * The door of the repository: `node infra/local/start.mjs COMMAND [arguments]`, for any Node from 20 on and with
 * nothing installed. It installs the dependencies when they are missing or not those of package-lock.json, then
 * hands over to `src/cli.ts` on the Node 24 that came with them.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const node = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.exe' : 'node')

const lockFile = join(root, 'package-lock.json')
/** Holds the digest of the lock file that was installed last. */
const stampFile = join(root, 'node_modules', '.sage-installed')
const lockDigest = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex')

/** Whether node_modules is what package-lock.json asks for: installed from here, or by npm with the same versions. */
function installed() {
  const hidden = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(hidden) || !existsSync(node)) return false
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lockDigest()) return true
  try {
    const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages
    const present = JSON.parse(readFileSync(hidden, 'utf8')).packages
    return Object.entries(wanted).every(
      ([path, entry]) => path === '' || entry.optional || present[path]?.version === entry.version,
    )
  } catch {
    return false
  }
}

/** Runs a program on this terminal; resolves with its exit code, 128 for a death by signal. */
function run(program, args, { watched = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
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

// Another npm may be at work in this tree: look twice before replacing what it is writing.
if (existsSync(join(root, 'node_modules')) && !installed()) await delay(3000)
if (!installed()) {
  console.log('Installing dependencies (npm ci)')
  const npm = process.env.npm_execpath
  const program = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm']
  const code = await run(program[0], [
    ...program.slice(1),
    'ci',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]).catch(() => 127)
  if (code !== 0) fail('npm could not install the dependencies: see its message above.')
  if (!existsSync(node))
    fail('npm left no Node 24 in node_modules/.bin: run npm ci with install scripts allowed.')
  writeFileSync(stampFile, lockDigest())
}

process.exit(
  await run(node, [join(root, 'infra', 'local', 'src', 'cli.ts'), ...process.argv.slice(2)], {
    watched: true,
  }),
)

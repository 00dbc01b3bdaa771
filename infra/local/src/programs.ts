/** Programs of the machine: finding them, running them quietly, installing them where that needs no password. */
import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

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

/** Whether a program ended with 0 within the time given. Its output is nobody's business. */
export function succeeds(
  [program = '', ...args]: readonly string[],
  { path, deadlineMs }: { readonly path: string; readonly deadlineMs: number },
): Promise<boolean> {
  const env = { ...process.env, PATH: path, DEBIAN_FRONTEND: 'noninteractive' }
  return new Promise((resolve) => {
    execFile(program, args, { timeout: deadlineMs, env, maxBuffer: 64 * 1024 * 1024 }, (error) => {
      resolve(error === null)
    })
  })
}

const installDeadlineMs = 300_000

/**
 * Installs the first of `packages` that the system's package manager knows: apt-get as root or with a sudo that asks
 * for nothing, or Homebrew. Resolves with whether one was installed.
 */
export async function installPackage(
  packages: { readonly apt: readonly string[]; readonly brew: readonly string[] },
  path: string,
): Promise<boolean> {
  const brew = findProgram('brew', path)
  if (brew !== undefined) return tryEach(packages.brew, (name) => [brew, 'install', name], path)
  const apt = findProgram('apt-get', path)
  const prefix = await rootPrefix(path)
  if (apt === undefined || prefix === undefined) return false
  const install = (name: string) => [...prefix, apt, 'install', '-y', '--no-install-recommends', name]
  if (await tryEach(packages.apt, install, path)) return true
  // Package lists may be old or, in a container, not there at all.
  await succeeds([...prefix, apt, 'update'], { path, deadlineMs: installDeadlineMs })
  return tryEach(packages.apt, install, path)
}

async function tryEach(
  names: readonly string[],
  command: (name: string) => readonly string[],
  path: string,
): Promise<boolean> {
  for (const name of names) {
    if (await succeeds(command(name), { path, deadlineMs: installDeadlineMs })) return true
  }
  return false
}

/** What to put before a command to run it as root without a password: nothing, sudo, or `undefined` if neither will do. */
async function rootPrefix(path: string): Promise<readonly string[] | undefined> {
  if (process.getuid?.() === 0) return []
  const sudo = findProgram('sudo', path)
  if (sudo === undefined) return undefined
  return (await succeeds([sudo, '-n', 'true'], { path, deadlineMs: 5000 })) ? [sudo, '-n'] : undefined
}

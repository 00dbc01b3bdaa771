/** A real Chromium for the journeys: CHROME_PATH, one on this machine, or Debian's package where it may be installed. */
import { spawnSync } from 'node:child_process'
import { Failure } from './failure.ts'
import { findProgram, rootPrefix } from './valkey.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const macPath = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
const installDeadlineMs = 300_000

export function findChromium(asked: string | undefined, path: string): string {
  if (asked !== undefined) return asked
  const found = onMachine(path) ?? installed(path)
  if (found !== undefined) return found
  throw new Failure('The browser journeys need Chromium: install it, or set CHROME_PATH to the program.')
}

function onMachine(path: string): string | undefined {
  for (const name of names) {
    const program = findProgram(name, path)
    if (program !== undefined) return program
  }
  return process.platform === 'darwin' ? findProgram(macPath, '/') : undefined
}

function installed(path: string): string | undefined {
  const apt = findProgram('apt-get', path)
  const prefix = rootPrefix(path)
  if (apt === undefined || prefix === undefined) return undefined
  console.log('Installing Chromium (apt-get)')
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const [program = apt, ...rest] = [...prefix, apt, ...args]
    spawnSync(program, rest, { stdio: 'ignore', timeout: installDeadlineMs })
  }
  return onMachine(path)
}

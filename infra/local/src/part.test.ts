import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Guard, startGuard } from './guard.ts'
import { describeExit, startPart, tailOf } from './part.ts'

let scratch: string
let guard: Guard
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'sage-part-test-'))
  guard = startGuard()
})
afterEach(async () => {
  await guard.close()
  rmSync(scratch, { recursive: true, force: true })
})

const logFile = () => join(scratch, 'part.log')
function startScript(script: string) {
  const spec = {
    name: 'part',
    command: process.execPath,
    args: ['-e', script],
    env: { PATH: process.env.PATH ?? '' },
    cwd: scratch,
    logFile: logFile(),
    graceMs: 200,
  }
  return startPart(spec, guard)
}

/** Whether a process runs; one that is dead but not yet reaped does not. */
function runs(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

async function until(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { timeout: 10_000, interval: 20 }).toBe(true)
}

describe.runIf(process.platform === 'linux')('a part', () => {
  it('keeps its last words in its log and says how it ended', async () => {
    const part = startScript("console.log('before'); console.error('the reason'); process.exit(3)")
    expect(describeExit(await part.exited)).toBe('part ended with code 3.')
    expect(tailOf(logFile(), 1)).toBe('the reason')
  })

  it('takes its own children along when it is stopped, even those that ignore the request', async () => {
    const stubborn = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"
    const part = startScript(`
      const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}])
      child.on('spawn', () => console.log('child', child.pid))
      setInterval(() => {}, 1000)`)
    await until(() => tailOf(logFile()).startsWith('child'))
    const child = Number(tailOf(logFile()).split(' ')[1])
    await part.stop()
    await until(() => !runs(child) && !runs(part.pid))
  })

  it('does not outlive a launcher that is killed outright', async () => {
    const launcher = spawn(process.execPath, ['--input-type=module', '-e', launcherScript(scratch)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const said = await new Promise<string>((resolve) =>
      launcher.stdout.once('data', (chunk) => resolve(String(chunk))),
    )
    const part = Number(said)
    expect(runs(part)).toBe(true)
    launcher.kill('SIGKILL')
    await until(() => !runs(part))
  })
})

function launcherScript(directory: string): string {
  const here = (file: string) => JSON.stringify(new URL(file, import.meta.url).href)
  return `
    import { startGuard } from ${here('guard.ts')}
    import { startPart } from ${here('part.ts')}
    const part = startPart({
      name: 'orphan', command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'],
      env: {}, cwd: '/', logFile: ${JSON.stringify(join(directory, 'orphan.log'))},
    }, startGuard())
    console.log(part.pid)
    setInterval(() => {}, 1000)`
}

/** Launchers of one test file, each ended and cleaned up after it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect } from 'vitest'
import { commandOf, descendants, type Launcher, runs, startLauncher } from './processes.ts'

const launchers: Launcher[] = []
const homes: string[] = []
afterAll(async () => {
  for (const { child, ended } of launchers) {
    child.kill('SIGTERM')
    await ended
  }
  for (const home of homes) rmSync(home, { recursive: true, force: true })
})

export function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'sage-launcher-'))
  homes.push(home)
  return home
}

export function launch(home: string, environment: Record<string, string> = {}): Launcher {
  const launcher = startLauncher({ SAGE_HOME: home, ...environment })
  launchers.push(launcher)
  return launcher
}

/** All processes of a launcher that is ready. */
export async function family(launcher: Launcher): Promise<number[]> {
  await launcher.ready
  const pid = launcher.child.pid ?? 0
  return [pid, ...descendants(pid)]
}

export async function noneLeft(pids: readonly number[]): Promise<void> {
  const left = () => pids.filter(runs).map((pid) => `${pid} ${commandOf(pid)}`)
  await expect.poll(left, { timeout: 15_000, interval: 100 }).toEqual([])
}

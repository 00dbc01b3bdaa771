/** A stack of the bench's own in a folder that is gone afterwards. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repository } from '../../src/repository.ts'
import { readSettings } from '../../src/settings.ts'
import { type Stack, startStack } from '../../src/stack.ts'
import { silentSteps } from '../../src/steps.ts'

/** `env` as for `npm start`. The Worker is the production one with `edge/bench/turns/worker.ts` around it. */
export async function onStack<T>(
  env: Readonly<Record<string, string>>,
  work: (stack: Stack) => Promise<T>,
): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'sage-bench-turns-'))
  const { PATH, HOME } = process.env
  const settings = readSettings({ PATH, HOME, SAGE_HOME: home, MARKET: 'replay', ...env })
  const edgeScript = join(repository, 'edge/bench/turns/worker.ts')
  const stack = await startStack({ settings, steps: silentSteps, web: 'none', edgeScript })
  try {
    return await work(stack)
  } finally {
    await stack.close()
    rmSync(home, { recursive: true, force: true })
  }
}

/** The process group of the Worker. */
export function edgeGroup(stack: Stack): number {
  const pid = stack.pid('edge')
  if (pid === undefined) throw new Error('the edge does not run')
  return pid
}

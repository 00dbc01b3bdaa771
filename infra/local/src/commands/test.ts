/** `npm test` and `npm run test:faults`: all projects of vitest.config.ts, then one line with the counts. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { findChromium } from '../chromium.ts'
import { repository } from '../repository.ts'
import type { Settings } from '../settings.ts'
import { runTool } from './check.ts'

const Report = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numFailedTestSuites: z.int(),
})

export interface TestOptions {
  /** Runs `*.faults.test.ts` instead of the others. */
  readonly faults: boolean
  /** Passed on to vitest, e.g. a file's name. */
  readonly args: readonly string[]
}

export async function runTests(settings: Settings, { faults, args }: TestOptions): Promise<number> {
  const chromium = await findChromium(settings.CHROME_PATH, settings.machine.PATH ?? '')
  const scratch = mkdtempSync(join(tmpdir(), 'sage-test-'))
  const report = join(scratch, 'report.json')
  try {
    const vitest = join(repository, 'node_modules/vitest/vitest.mjs')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const env = { CHROME_PATH: chromium, SAGE_FAULTS: faults ? '1' : '' }
    const code = await runTool(vitest, ['run', ...reporters, ...args], env)
    console.log(summary(report))
    return code
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** A file that could not even be loaded counts as one failure. */
function summary(file: string): string {
  try {
    const report = Report.parse(JSON.parse(readFileSync(file, 'utf8')))
    const failed = Math.max(report.numFailedTests, report.numFailedTestSuites === 0 ? 0 : 1)
    return `${report.numPassedTests} passed, ${failed} failed`
  } catch {
    return '0 passed, 1 failed'
  }
}

/** `npm run test:soak -- [--minutes 10] [--seed 1] [--users 3]`: ends with a report, and with 1 if anything is wrong. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { Failure } from '../failure.ts'
import { readSettings, type Settings } from '../settings.ts'
import { soakReport } from '../soak/report.ts'
import { soak } from '../soak/soak.ts'
import { startStack } from '../stack.ts'
import { silentSteps } from '../steps.ts'

const Options = z.object({
  minutes: z.coerce.number().positive().max(1440).default(10),
  seed: z.coerce.number().int().default(1),
  users: z.coerce.number().int().min(1).max(50).default(3),
})

export async function runSoak({ machine, VALKEY_URL }: Settings, args: readonly string[]): Promise<number> {
  const options = Options.safeParse(given(args))
  if (!options.success) throw new Failure('Options: --minutes N --seed S --users U, all numbers.')
  const home = mkdtempSync(join(tmpdir(), 'sage-soak-'))
  // A world of its own: nothing of the caller's keys reaches it, and nothing of his data is touched.
  const settings = readSettings({
    ...machine,
    ...(VALKEY_URL && { VALKEY_URL }),
    SAGE_HOME: home,
    MARKET: 'replay',
  })
  console.log(`Soak: ${JSON.stringify(options.data)}`)
  const stack = await startStack({ settings, steps: silentSteps, web: 'built' })
  try {
    const { text, violations } = soakReport(await soak(stack, options.data, (line) => console.log(line)))
    console.log(`\n${text}`)
    return violations.length === 0 ? 0 : 1
  } finally {
    await stack.close()
    rmSync(home, { recursive: true, force: true })
  }
}

function given(args: readonly string[]): object {
  const option = { type: 'string' } as const
  try {
    return {
      ...parseArgs({ args: [...args], options: { minutes: option, seed: option, users: option } }).values,
    }
  } catch {
    throw new Failure('Options: --minutes N --seed S --users U.')
  }
}

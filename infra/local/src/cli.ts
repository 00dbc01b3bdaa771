/** The commands of the repository, on the Node that came with it. `start.mjs` has seen to the dependencies. */
import { runBench } from './commands/bench.ts'
import { runCheck } from './commands/check.ts'
import { launch } from './commands/launch.ts'
import { runReset } from './commands/reset.ts'
import { runSoak } from './commands/soak.ts'
import { runTests } from './commands/test.ts'
import { Failure } from './failure.ts'
import { readSettings } from './settings.ts'

const usage =
  'Commands: start [--headless], dev, reset [--yes], test, test:faults, test:soak, check, bench [NAME ...]'

/** Resolves with the exit code. */
async function main([command, ...args]: readonly string[]): Promise<number> {
  switch (command) {
    case 'start':
      return launch(readSettings(process.env), { web: 'built', headless: args.includes('--headless') })
    case 'dev':
      return launch(readSettings(process.env), { web: 'dev', headless: args.includes('--headless') })
    case 'reset':
      return runReset(readSettings(process.env), { asked: args.includes('--yes') })
    case 'test':
      return runTests(readSettings(process.env), { faults: false, args })
    case 'test:faults':
      return runTests(readSettings(process.env), { faults: true, args })
    case 'test:soak':
      return runSoak(readSettings(process.env), args)
    case 'check':
      return runCheck()
    case 'bench':
      return runBench(args)
    default:
      console.error(usage)
      return 1
  }
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof Failure)) throw error
  if (error.detail !== undefined && error.detail !== '') console.error(error.detail)
  console.error(error.message)
  process.exitCode = 1
}
// What still has timers or sockets open has been told to stop; nothing is waited for any more.
process.exit()

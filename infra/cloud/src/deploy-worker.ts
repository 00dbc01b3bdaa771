/**
 * `npm run deploy:worker -- STACK`: sets the Worker's secrets and uploads its code with wrangler, fed from the
 * stack's outputs. Secrets go through a pipe: none is on a command line, in a file or in a log.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { workerName } from './names.ts'
import { workerSettings } from './worker-settings.ts'

const Outputs = z.object({
  outputs: z.object({
    workerVariables: z.record(z.string(), z.string()),
    workerSecrets: z.record(z.string(), z.string()),
  }),
})

const repository = fileURLToPath(new URL('../../..', import.meta.url))
const [stack] = process.argv.slice(2)
if (stack === undefined) fail('Which stack? npm run deploy:worker -- STACK')

try {
  const printed = execFileSync('pulumi', ['stack', 'output', '--json', '--show-secrets', '--stack', stack], {
    encoding: 'utf8',
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    maxBuffer: 16 * 1024 * 1024,
  })
  const { variables, secrets } = workerSettings(Outputs.parse(JSON.parse(printed)).outputs, process.env)
  const name = stack === 'prod' ? workerName : `${workerName}-${stack}`
  wrangler(['secret', 'bulk', '--name', name], JSON.stringify(secrets))
  const host = new URL(variables.AUTH_URL ?? '').hostname
  wrangler([
    'deploy',
    '--name',
    name,
    '--route',
    `${host}/api/*`,
    ...Object.entries(variables).flatMap(([key, value]) => ['--var', `${key}:${value}`]),
  ])
} catch (cause) {
  fail(cause instanceof Error ? cause.message : String(cause))
}

function wrangler(args: readonly string[], input?: string) {
  const { status } = spawnSync('npx', ['wrangler', ...args], {
    cwd: repository,
    input,
    stdio: [input === undefined ? 'inherit' : 'pipe', 'inherit', 'inherit'],
  })
  if (status !== 0) fail(`wrangler ${args[0]} ended with ${status}.`)
}

function fail(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}

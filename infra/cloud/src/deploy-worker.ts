/**
 * `npm run deploy:worker -- STACK [--at-once]`: uploads the Worker's code with its variables and secrets, fed from the
 * stack's outputs, and lets it take over step by step. Secrets go through a pipe: none is on a command line, in a file
 * or in a log.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { type CloudflareAccount, deployedMigration, queryPoints } from './cloudflare-api.ts'
import { workerNames, wranglerConfigOf } from './names.ts'
import { rollOut, type VersionTraffic } from './rollout.ts'
import { workerSettings } from './worker-settings.ts'
import { lastMigration, trafficOf, trafficQuery, uploadedVersion } from './worker-versions.ts'

const Outputs = z.object({
  outputs: z.object({
    workerVariables: z.record(z.string(), z.string()),
    workerSecrets: z.record(z.string(), z.string()),
  }),
})
const Deployment = z.object({
  versions: z.array(z.object({ version_id: z.string(), percentage: z.number() })).min(1),
})

const sentryCli = '@sentry/cli@3.8.0'
const repository = fileURLToPath(new URL('../../..', import.meta.url))
const [stack, ...flags] = process.argv.slice(2)
if (stack !== 'dev' && stack !== 'prod') fail('Which stack? npm run deploy:worker -- dev|prod [--at-once]')
const { CLOUDFLARE_ACCOUNT_ID: accountId, CLOUDFLARE_API_TOKEN: token } = process.env
if (!accountId || !token) fail('CLOUDFLARE_ACCOUNT_ID and CLOUDFLARE_API_TOKEN are needed.')

try {
  const account = { accountId, token }
  const printed = execFileSync('pulumi', ['stack', 'output', '--json', '--show-secrets', '--stack', stack], {
    encoding: 'utf8',
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    maxBuffer: 16 * 1024 * 1024,
  })
  const { variables, secrets } = workerSettings(Outputs.parse(JSON.parse(printed)).outputs, process.env)
  const names = workerNames(stack)
  const toml = readFileSync(`${repository}wrangler.toml`, 'utf8')
  const config = `wrangler.${stack}.generated.toml`
  writeFileSync(`${repository}${config}`, wranglerConfigOf(stack, toml))
  const common = ['--config', config]
  const vars = Object.entries(variables).flatMap(([key, value]) => ['--var', `${key}:${value}`])
  const route = `${new URL(variables.AUTH_URL ?? '').hostname}/api/*`

  const bundle = build(common, variables.RELEASE)

  const deployed = await deployedMigration(account, names.worker)
  // Classes of objects are made for all traffic at once: such a release cannot be gradual, nor go back.
  const changesObjects = deployed === undefined || deployed.tag !== lastMigration(toml)
  if (changesObjects || flags.includes('--at-once')) {
    console.log(
      changesObjects ? 'Objects change: all of the traffic at once.' : 'All of the traffic at once.',
    )
    wrangler(['secret', 'bulk', ...common], JSON.stringify(secrets))
    wrangler(['deploy', ...bundle, ...common, '--route', route, ...vars])
  } else {
    const before = Deployment.parse(
      JSON.parse(wrangler(['deployments', 'status', '--json', ...common])),
    ).versions
    const old = before.toSorted((a, b) => b.percentage - a.percentage)[0]?.version_id ?? ''
    wrangler(['versions', 'secret', 'bulk', ...common], JSON.stringify(secrets))
    const fresh = uploadedVersion(wrangler(['versions', 'upload', ...bundle, ...common, ...vars]))
    const outcome = await takeOver(account, common, names.points, { old, fresh })
    if (outcome === 'rolled back')
      fail(`Version ${fresh} failed more often than ${old}, which has everything again.`)
    wrangler(['triggers', 'deploy', ...common, '--routes', route])
  }
} catch (cause) {
  fail(cause instanceof Error ? cause.message : String(cause))
}

function takeOver(
  account: CloudflareAccount,
  common: readonly string[],
  points: string,
  { old, fresh }: { readonly old: string; readonly fresh: string },
) {
  let sinceMs = Date.now()
  return rollOut({
    async split(share) {
      const specs =
        share === 0
          ? [`${old}@100`]
          : share === 100
            ? [`${fresh}@100`]
            : [`${fresh}@${share}`, `${old}@${100 - share}`]
      wrangler(['versions', 'deploy', ...specs, '--yes', ...common])
      sinceMs = Date.now()
    },
    async traffic(): Promise<VersionTraffic> {
      return trafficOf(await queryPoints(account, trafficQuery(points, new Date(sinceMs))), fresh)
    },
    wait: (ms) => delay(ms),
    say: (line) => console.log(line),
  })
}

/**
 * The bundle as it will be uploaded. With SENTRY_AUTH_TOKEN (and SENTRY_ORG, SENTRY_PROJECT) Sentry is given its source
 * map, and the bundle the id by which Sentry finds it.
 */
function build(common: readonly string[], release: string | undefined): readonly string[] {
  const folder = 'edge/dist'
  wrangler(['versions', 'upload', ...common, '--dry-run', '--outdir', folder])
  if (process.env.SENTRY_AUTH_TOKEN && release !== undefined) {
    run('npx', ['--yes', sentryCli, 'sourcemaps', 'inject', folder])
    run('npx', ['--yes', sentryCli, 'sourcemaps', 'upload', '--release', release, folder])
  }
  return [`${folder}/worker.js`, '--no-bundle']
}

/** What it printed. */
function wrangler(args: readonly string[], input?: string): string {
  return run('npx', ['wrangler', ...args], input)
}

function run(program: string, args: readonly string[], input?: string): string {
  const { status, stdout } = spawnSync(program, args, {
    cwd: repository,
    input,
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
    stdio: [input === undefined ? 'inherit' : 'pipe', 'pipe', 'inherit'],
  })
  process.stdout.write(stdout)
  if (status !== 0) fail(`${program} ${args.slice(0, 2).join(' ')} ended with ${status}.`)
  return stdout
}

function fail(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}

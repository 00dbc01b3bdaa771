/** The two stores as the stack needs them: PostgreSQL with roles and the newest schema, and Valkey. */
import { join } from 'node:path'
import { Failure } from './failure.ts'
import { prepareDatabase } from './postgres.ts'
import { postgresService } from './postgres-server.ts'
import { type Context, type DatabaseUrls, valkeyService } from './services.ts'
import type { Steps } from './steps.ts'
import type { Supervisor } from './supervisor.ts'
import { findValkey, valkeyAnswers } from './valkey.ts'

export interface Database extends DatabaseUrls {
  /** The superuser's view of the product's database. */
  readonly adminUrl: string
}

export async function startDatabase(
  { home, keys, settings, ports }: Context,
  supervisor: Supervisor,
  steps: Steps,
): Promise<Database> {
  await steps.run('PostgreSQL 18', async () => {
    const service = await postgresService({
      dataDir: join(home.path, 'postgres'),
      port: ports.postgres,
      password: keys.postgres.admin,
      logFile: home.logFile('postgres'),
      machine: settings.machine,
    })
    await supervisor.start(service)
  })
  const server = `postgres://postgres:${keys.postgres.admin}@127.0.0.1:${ports.postgres}`
  const urls = await steps.run('Schema', () =>
    prepareDatabase(`${server}/postgres`, { passwords: keys.postgres, sealKey: keys.identitySeal }),
  )
  return { ...urls, adminUrl: `${server}/sage` }
}

/** Resolves with the URL of a server that answers. */
export async function startValkey(context: Context, supervisor: Supervisor, steps: Steps): Promise<string> {
  const { settings } = context
  const given = settings.VALKEY_URL
  if (given !== undefined) {
    if (await valkeyAnswers(given)) return given
    throw new Failure(`The Valkey that VALKEY_URL names (${new URL(given).host}) does not answer.`)
  }
  const server = { label: '' }
  return steps.run(
    'Valkey',
    async () => {
      const found = await findValkey(settings.machine.PATH ?? '')
      server.label = found.label
      const { url, service } = valkeyService(context, found)
      await supervisor.start(service)
      return url
    },
    () => server.label,
  )
}

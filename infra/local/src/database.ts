/** PostgreSQL as the stack needs it: running, with the product's roles and the newest schema. */
import { join } from 'node:path'
import { prepareDatabase } from './postgres.ts'
import { postgresService } from './postgres-server.ts'
import type { Context, DatabaseUrls } from './services.ts'
import type { Steps } from './steps.ts'
import type { Supervisor } from './supervisor.ts'

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

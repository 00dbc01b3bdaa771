/** The product's database inside a PostgreSQL server: made by its superuser once, migrated by an ordinary role. */
import { migrate } from '@sage/db/migrate'
import { Client, escapeIdentifier, escapeLiteral } from 'pg'

export interface DatabaseSecrets {
  readonly passwords: {
    readonly owner: string
    readonly ingest: string
    readonly service: string
    readonly user: string
  }
  /** 32 bytes, base64. */
  readonly sealKey: string
  /** Of migrations, if not this release's own. */
  readonly folder?: string
}

export interface PreparedDatabase {
  /** The role that owns the tables and migrates them; no part of the running product has it. */
  readonly ownerUrl: string
  readonly ingestUrl: string
  readonly serviceUrl: string
  readonly userUrl: string
}

const database = 'sage'
const owner = 'sage_owner'

/**
 * Makes or updates the database `sage` on the server that `adminUrl` (a superuser's) names. The owner is like the
 * master user on RDS: it may make roles, and is no superuser.
 */
export async function prepareDatabase(adminUrl: string, secrets: DatabaseSecrets): Promise<PreparedDatabase> {
  const { passwords, sealKey, folder } = secrets
  const admin = new Client({ connectionString: adminUrl, connectionTimeoutMillis: 10_000 })
  await admin.connect()
  try {
    const roles = await admin.query('select from pg_roles where rolname = $1', [owner])
    if (roles.rowCount === 0) await admin.query(`create role ${escapeIdentifier(owner)} login createrole`)
    await admin.query(`alter role ${escapeIdentifier(owner)} password ${escapeLiteral(passwords.owner)}`)
    const databases = await admin.query('select from pg_database where datname = $1', [database])
    if (databases.rowCount === 0) {
      await admin.query(`create database ${escapeIdentifier(database)} owner ${escapeIdentifier(owner)}`)
    }
  } finally {
    await admin.end()
  }
  const urlOf = (role: string, password: string) => {
    const url = new URL(adminUrl)
    url.username = role
    url.password = password
    url.pathname = `/${database}`
    return url.href
  }
  const ownerUrl = urlOf(owner, passwords.owner)
  await migrate({ ownerUrl, passwords, sealKey, ...(folder === undefined ? {} : { folder }) })
  return {
    ownerUrl,
    ingestUrl: urlOf('sage_ingest', passwords.ingest),
    serviceUrl: urlOf('sage_service', passwords.service),
    userUrl: urlOf('sage_user', passwords.user),
  }
}

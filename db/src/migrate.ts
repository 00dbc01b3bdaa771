/**
 * Brings a database to the newest schema, with its login roles. Safe to run by every task that starts: they wait
 * for each other, and the second finds nothing to do. The owner is an ordinary role with CREATEROLE, as the master
 * user of RDS is; it must own the database.
 */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator'
import { Client, escapeIdentifier, escapeLiteral } from 'pg'
import * as z from 'zod'

const SealKey = z.base64().transform((text, context) => {
  const key = Buffer.from(text, 'base64')
  if (key.length === 32) return key
  context.addIssue({ code: 'custom', message: 'must be 32 bytes' })
  return z.NEVER
})

const Password = z.string().regex(/^[!-~]+$/)

const Options = z.object({
  ownerUrl: z.url(),
  passwords: z.object({
    ingest: Password,
    service: Password,
    user: Password,
  }),
  sealKey: SealKey,
  /** Of the migrations: those of this release where absent. */
  folder: z.string().default(fileURLToPath(new URL('./migrations', import.meta.url))),
})
/** `sealKey`: 32 bytes as base64, the same that the gateway has. */
export type MigrateOptions = z.input<typeof Options>

/** Advisory locks are numbers; this one is "sage" in ASCII. */
const migrationLock = 0x73616765

export async function migrate(options: MigrateOptions): Promise<void> {
  const { ownerUrl, passwords, sealKey, folder } = Options.parse(options)
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    await client.query("set lock_timeout = '60s'")
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await ensureRole(client, 'sage_ingest', passwords.ingest, {})
    await ensureRole(client, 'sage_service', passwords.service, gatewayLimits)
    await ensureRole(client, 'sage_user', passwords.user, gatewayLimits)
    await runMigrations(drizzle(client), { migrationsFolder: folder })
    await storeSealKey(client, sealKey)
  } finally {
    await client.end()
  }
}

/** Hold even for a connection that does not ask for them. */
const gatewayLimits = {
  statement_timeout: '5s',
  lock_timeout: '3s',
  transaction_timeout: '10s',
  idle_in_transaction_session_timeout: '5s',
}

async function ensureRole(
  client: Client,
  role: string,
  password: string,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const name = escapeIdentifier(role)
  const known = await client.query('select from pg_roles where rolname = $1', [role])
  if (known.rowCount === 0) await client.query(`create role ${name} login noinherit`)
  await client.query(`alter role ${name} password ${escapeLiteral(scramVerifier(password))}`)
  for (const [setting, value] of Object.entries(settings)) {
    await client.query(`alter role ${name} set ${setting} = ${escapeLiteral(value)}`)
  }
}

/**
 * What the server keeps of a password (RFC 5803), made here so that no statement in its logs can show one. Only
 * ASCII passwords: others would need SASLprep.
 */
function scramVerifier(password: string): string {
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password, salt, 4096, 32, 'sha256')
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest()
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64')
  return `SCRAM-SHA-256$4096:${salt.toString('base64')}$${storedKey}:${hmac('Server Key').toString('base64')}`
}

/** HMAC's two padded keys (RFC 2104), which is all that the database needs to verify. */
async function storeSealKey(client: Client, key: Buffer): Promise<void> {
  const pad = (byte: number) => Buffer.alloc(64, byte).map((value, index) => value ^ (key[index] ?? 0))
  await client.query(
    `insert into identity_seal (inner_pad, outer_pad) values ($1, $2)
     on conflict (singleton) do update set inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad
     where identity_seal.inner_pad <> excluded.inner_pad`,
    [pad(0x36), pad(0x5c)],
  )
}

const Environment = z
  .object({
    DATABASE_OWNER_URL: z.url(),
    DATABASE_INGEST_PASSWORD: z.string(),
    DATABASE_SERVICE_PASSWORD: z.string(),
    DATABASE_USER_PASSWORD: z.string(),
    IDENTITY_SEAL_KEY: z.string(),
  })
  .transform((env) => ({
    ownerUrl: env.DATABASE_OWNER_URL,
    passwords: {
      ingest: env.DATABASE_INGEST_PASSWORD,
      service: env.DATABASE_SERVICE_PASSWORD,
      user: env.DATABASE_USER_PASSWORD,
    },
    sealKey: env.IDENTITY_SEAL_KEY,
  }))

if (import.meta.main) await migrate(Environment.parse(process.env))

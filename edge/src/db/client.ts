/**
 * The edge's one way to PostgreSQL: drizzle on the Neon serverless driver, against ingest's SQL gateway. A client
 * belongs to one caller. Row-level security is decided by the token that every call carries, so a user's client
 * reads and changes that user's rows only, whatever a handler asks for.
 */
import { type NeonQueryFunction, neon, neonConfig } from '@neondatabase/serverless'
import * as schema from '@sage/db/schema'
import { NeonHttpDatabase, NeonHttpDriver } from 'drizzle-orm/neon-http'
import { PgDialect } from 'drizzle-orm/pg-core'
import {
  createTableRelationsHelpers,
  type ExtractTablesWithRelations,
  extractTablesRelationalConfig,
} from 'drizzle-orm/relations'
import * as z from 'zod/mini'
import type { Stored } from '../services.ts'
import { Gateway, Refused, Unavailable } from './gateway.ts'
import type { Caller } from './signing.ts'

/** `$client` is the driver underneath, for SQL that drizzle cannot write. */
export type Database = NeonHttpDatabase<typeof schema> & { readonly $client: NeonQueryFunction<false, false> }

export interface DatabaseSettings {
  readonly INGEST_URL: string
  /** Private JWK (Ed25519, with `kid`) as JSON. */
  readonly EDGE_SIGNING_KEY: string
}

export interface DatabaseOptions {
  /** Over all attempts of one call, in ms. */
  readonly deadlineMs?: number
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
  readonly wait?: (ms: number) => Promise<void>
  /** Of the request that a call is made for, where there is one. */
  readonly requestId?: () => string | undefined
}

/** More than the server's own limit for a statement and one repetition of what was never begun. */
const defaultDeadlineMs = 8_000

/** What the driver passes on; its connection string means nothing here. */
const forwarded = [
  'Neon-Raw-Text-Output',
  'Neon-Array-Mode',
  'Neon-Batch-Isolation-Level',
  'Neon-Batch-Read-Only',
  'Neon-Batch-Deferrable',
]

interface DriverRequest {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  readonly gateway?: unknown
}

// The driver's configuration is global, but a call's `fetchOptions` come from the client that makes it. So whoever
// calls is named by the gateway object that his own client carries, and by nothing that two requests could share.
neonConfig.fetchFunction = (
  _endpoint: string,
  { body, headers, gateway }: DriverRequest,
): Promise<Response> => {
  if (!(gateway instanceof Gateway)) throw new Error('This client was not made by database()')
  const passed = forwarded.flatMap((name) => {
    const value = headers[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return gateway.post(body, Object.fromEntries(passed))
}

// What `drizzle()` works out anew for each client, which took longer than a call itself.
const dialect = new PgDialect()
const { tables, tableNamesMap } = extractTablesRelationalConfig<ExtractTablesWithRelations<typeof schema>>(
  schema,
  createTableRelationsHelpers,
)
const relations = { fullSchema: schema, schema: tables, tableNamesMap }

/**
 * A client bound to `caller`; cheap, so make one per request. Queries reject with an error for which
 * `unavailable(error)` is defined while the database cannot be reached, and with `NeonDbError` as the cause for what
 * PostgreSQL refuses; `stored` turns the first into an outcome.
 *
 * @example const db = database(settings, { role: 'user', userId: session.userId })
 */
export function database(
  settings: DatabaseSettings,
  caller: Caller,
  options: DatabaseOptions = {},
): Database {
  const gateway = new Gateway({
    url: settings.INGEST_URL,
    signingKey: settings.EDGE_SIGNING_KEY,
    caller,
    requestId: options.requestId ?? (() => undefined),
    deadlineMs: options.deadlineMs ?? defaultDeadlineMs,
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    wait: options.wait ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms))),
  })
  // The driver wants one, and nothing of it is used.
  const sql = neon('postgresql://edge@gateway/sage', { fetchOptions: { gateway } })
  const session = new NeonHttpDriver(sql, dialect).createSession(relations)
  return Object.assign(new NeonHttpDatabase<typeof schema>(dialect, session, relations), { $client: sql })
}

/**
 * The outcome of work on the database: its value, or that the database cannot be had. Other errors are thrown on.
 *
 * @example const found = await stored(db.query.users.findFirst({ where: eq(users.id, id) }))
 */
export async function stored<T>(work: PromiseLike<T>): Promise<Stored<T>> {
  try {
    return { status: 'ok', value: await work }
  } catch (error) {
    if (unavailable(error) === undefined) throw error
    return { status: 'unavailable' }
  }
}

/** The `Unavailable` at the bottom of what drizzle and the driver wrapped around it. */
export function unavailable(error: unknown): Unavailable | undefined {
  for (let each = error; each instanceof Error; each = causeOf(each)) {
    if (each instanceof Unavailable) return each
  }
  return undefined
}

/** The SQLSTATE of what PostgreSQL refused, e.g. `23505` for a duplicate. */
export function sqlState(error: unknown): string | undefined {
  return databaseError(error)?.code
}

const NeonDbError = z.object({
  name: z.literal('NeonDbError'),
  code: z.string(),
  constraint: z.optional(z.string()),
  column: z.optional(z.string()),
})

/** What PostgreSQL refused: its SQLSTATE and the constraint or column it names; never a value. */
export function databaseError(
  error: unknown,
): { readonly code: string; readonly rule: string | null } | undefined {
  for (let each = error; each instanceof Error; each = causeOf(each)) {
    const found = NeonDbError.safeParse(each)
    if (found.success)
      return { code: found.data.code, rule: found.data.constraint ?? found.data.column ?? null }
  }
  return undefined
}

/** Whether the gateway does not take a request of this size, however often it is sent. */
export function tooLarge(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = causeOf(each)) {
    if (each instanceof Refused) return each.status === 413
  }
  return false
}

/** The Neon driver keeps it under a name of its own. */
function causeOf(error: Error): unknown {
  return 'sourceError' in error && error.sourceError !== undefined ? error.sourceError : error.cause
}

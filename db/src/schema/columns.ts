/** Column shapes and policies that several tables share. */
import { type SQL, sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  check,
  numeric,
  pgPolicy,
  pgRole,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'

/** Login roles of the gateway and of ingest's own writer; `migrate` makes them. */
export const sageUser = pgRole('sage_user').existing()
export const sageService = pgRole('sage_service').existing()
export const sageIngest = pgRole('sage_ingest').existing()

/** Time-ordered id. Who makes a row may also choose its id, which makes a repeated insert harmless. */
export const id = () => uuid('id').primaryKey().default(sql`uuidv7()`)

/** UTC, in ms: what JavaScript's `Date` can hold, so that a value read compares equal to itself in a cursor. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' })
export const createdAt = () => instant('created_at').notNull().defaultNow()

/** USDT, or a quantity of a coin: exact, never floating point. */
export const money = (name: string) => numeric(name)

/** Text of a closed set; `oneOf` is the constraint that goes with it. */
export const choice = <T extends string>(name: string) => text(name).$type<T>()

/** A check constraint for a closed set of the vocabulary. */
export function oneOf(name: string, column: AnyPgColumn, values: readonly string[]) {
  const list = sql.raw(values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', '))
  return check(name, sql`${column} in (${list})`)
}

/** Whose rows a user's token sees: the sealed identity of the transaction (see `migrations`). */
export const isOwn = (column: AnyPgColumn): SQL => sql`${column} = (select app_user_id())`

/** The owner may do with his rows what the column grants allow; the edge's own role may do all it is granted. */
export function ownedRows(table: string, userId: AnyPgColumn) {
  return [
    pgPolicy(`${table}_owner`, {
      for: 'all',
      to: sageUser,
      using: isOwn(userId),
      withCheck: isOwn(userId),
    }),
    serviceRows(table),
  ]
}

/** Rows no user's token reaches. */
export function serviceRows(table: string) {
  return pgPolicy(`${table}_service`, {
    for: 'all',
    to: sageService,
    using: sql`true`,
    withCheck: sql`true`,
  })
}

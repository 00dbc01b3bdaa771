/**
 * Which statements pass: one `SELECT`, `INSERT`, `UPDATE` or `DELETE` over the product's tables, calling only
 * functions that can do no harm. Decided on PostgreSQL's own parse tree. The roles' grants and row-level security
 * stand behind this; it is alone only against functions that every role may call (`set_config`, `pg_sleep`, session
 * locks, `pg_terminate_backend`, `query_to_xml` with a text of SQL), which nobody but a superuser can revoke.
 */
import { parseSync, SqlError } from 'libpg-query'
import * as z from 'zod'
import { isTooDeep, maxTextLength } from './depth.ts'
import { harmlessFunctions, namesFunction } from './functions.ts'
import type { PostgresError } from './protocol.ts'

export interface AcceptedStatement {
  readonly text: string
  /** Whether it, or a part of it, changes rows. */
  readonly writes: boolean
  /** Whether it can answer with rows. */
  readonly returnsRows: boolean
}

export type Verdict =
  | { readonly status: 'accepted'; readonly statement: AcceptedStatement }
  | { readonly status: 'refused'; readonly error: PostgresError }

/** `loadModule` of libpg-query must have been awaited. */
export function judge(text: string): Verdict {
  // To the server, as to the parser, a text ends at the first zero byte; what half a surrogate is to each, who knows.
  if (text.includes('\0') || !text.isWellFormed()) {
    return refused({ code: '22021', message: 'invalid byte sequence for encoding "UTF8"' })
  }
  if (text.trim() === '') return refused(empty)
  if (text.length > maxTextLength || isTooDeep(text)) return refused(tooComplex)
  let parsed: ReturnType<typeof parseSync>
  try {
    parsed = parseSync(text)
  } catch (error) {
    return refused(syntaxError(error))
  }
  const [first, ...others] = parsed.stmts ?? []
  if (first?.stmt === undefined) return refused(empty)
  if (others.length > 0) {
    return refused({ code: '42601', message: 'cannot insert multiple commands into a prepared statement' })
  }
  const [kind = ''] = Object.keys(first.stmt)
  if (!dml.has(kind)) {
    return refused(denied('only SELECT, INSERT, UPDATE and DELETE statements are accepted'))
  }
  const found = new Findings()
  inspect(first.stmt, found)
  if (found.objection !== undefined) return refused(denied(found.objection))
  const returnsRows = kind === 'SelectStmt' || found.returning
  return { status: 'accepted', statement: { text, writes: found.writes, returnsRows } }
}

/** `statement_too_complex`. */
const tooComplex = { code: '54001', message: 'the statement is too long or too deeply nested' }
const empty = { code: '42601', message: 'the statement is empty' }

const changes = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt'])
const dml = new Set(['SelectStmt', ...changes])

class Findings {
  writes = false
  returning = false
  /** The first reason against the statement. */
  objection: string | undefined

  object(reason: string): void {
    this.objection ??= reason
  }
}

function inspect(node: unknown, found: Findings): void {
  if (Array.isArray(node)) {
    for (const each of node) inspect(each, found)
    return
  }
  if (typeof node !== 'object' || node === null) return
  for (const [kind, value] of Object.entries(node)) {
    look(kind, value, found)
    inspect(value, found)
  }
}

function look(kind: string, value: unknown, found: Findings): void {
  if (changes.has(kind)) found.writes = true
  else if (kind.endsWith('Stmt') && /^[A-Z]/.test(kind) && !dml.has(kind)) {
    found.object(`${kind} is not accepted`)
  } else if (kind === 'returningList' || kind === 'returningClause') found.returning = true
  else if (kind === 'intoClause') found.object('SELECT INTO is not accepted')
  // `INSERT INTO` and its like hold a bare range variable under `relation`.
  else if (kind === 'RangeVar' || kind === 'relation') lookAtTable(value, found)
  else if (kind === 'FuncCall') lookAtFunction(value, found)
  else if (kind === 'ColumnRef') lookAtColumn(value, found)
  else if (kind === 'A_Indirection') lookAtField(value, found)
}

const RangeVar = z.object({
  catalogname: z.string().optional(),
  schemaname: z.string().optional(),
  relname: z.string(),
})

function lookAtTable(value: unknown, found: Findings): void {
  const table = RangeVar.safeParse(value)
  // A `relation` of another kind is looked at where its own node begins.
  if (!table.success) return
  const { catalogname, schemaname, relname } = table.data
  const own = catalogname === undefined && (schemaname === undefined || schemaname === 'public')
  // The catalogue is in every search path, and its names are kept from others.
  if (!own || relname.startsWith('pg_')) found.object(`permission denied for relation ${relname}`)
}

const Name = z.object({ String: z.object({ sval: z.string() }) }).transform((node) => node.String.sval)
const FuncCall = z.object({ funcname: z.array(Name) })

function lookAtFunction(value: unknown, found: Findings): void {
  const { funcname } = FuncCall.parse(value)
  const name = funcname.at(-1) ?? ''
  const schema = funcname.length === 1 ? 'pg_catalog' : funcname.slice(0, -1).join('.')
  if (schema !== 'pg_catalog' || !harmlessFunctions.has(name)) {
    found.object(`permission denied for function ${name}`)
  }
}

const Fields = z.array(z.union([Name, z.unknown().transform(() => undefined)]))
const ColumnRef = z.object({ fields: Fields })
const Indirection = z.object({ indirection: Fields })

/** `x.f` also calls the function `f` with `x`, if `x` has no such column (PostgreSQL, section 4.2.6). */
function lookAtColumn(value: unknown, found: Findings): void {
  const { fields } = ColumnRef.parse(value)
  const last = fields.at(-1)
  if (fields.length > 1 && last !== undefined && namesFunction(last)) {
    found.object(`permission denied for function ${last}`)
  }
}

function lookAtField(value: unknown, found: Findings): void {
  const { indirection } = Indirection.parse(value)
  if (indirection.some((field) => field !== undefined)) {
    found.object('a field of an expression is not accepted')
  }
}

function refused(error: PostgresError): Verdict {
  return { status: 'refused', error: { severity: 'ERROR', ...error } }
}

/** `insufficient_privilege`. */
function denied(message: string): PostgresError {
  return { code: '42501', message }
}

function syntaxError(error: unknown): PostgresError {
  if (!(error instanceof SqlError)) throw error
  const details = error.sqlDetails
  return {
    code: '42601',
    message: details?.message ?? error.message,
    ...(details === undefined ? {} : { position: String(details.cursorPosition + 1) }),
    ...(details?.fileName === undefined ? {} : { file: details.fileName }),
    ...(details?.functionName === undefined ? {} : { routine: details.functionName }),
  }
}

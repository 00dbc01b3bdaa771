/**
 * The wire format of the Neon serverless driver over HTTP (`@neondatabase/serverless` 1.x; Neon's own endpoint is
 * `proxy/src/serverless` in neondatabase/neon): one query or a list of them, options in headers, and results whose
 * values are PostgreSQL's own text unless asked otherwise.
 */
import { types } from 'pg'
import * as z from 'zod'
import { limits } from './limits.ts'

/** Also numbers and booleans, which a client without the driver may send; PostgreSQL reads their text. */
const Parameter = z.union([z.string(), z.null(), z.number().transform(String), z.boolean().transform(String)])

export const WireQuery = z.object({
  query: z.string().min(1),
  params: z.array(Parameter).max(65_535).default([]),
})
export type WireQuery = z.infer<typeof WireQuery>

export const WireRequest = z.union([
  z.object({ queries: z.array(WireQuery).max(limits.statements) }),
  WireQuery.transform((query) => ({ query })),
])

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true')

export const WireOptions = z.object({
  'neon-raw-text-output': flag,
  'neon-array-mode': flag,
  'neon-batch-read-only': flag,
  'neon-batch-deferrable': flag,
  'neon-batch-isolation-level': z
    .enum(['ReadUncommitted', 'ReadCommitted', 'RepeatableRead', 'Serializable'])
    .optional(),
})
export type WireOptions = z.infer<typeof WireOptions>

/** How a transaction is begun, in SQL. */
export function beginStatement(options: WireOptions): string {
  const level = options['neon-batch-isolation-level']
  return [
    'begin',
    level === undefined ? '' : `isolation level ${level.replace(/(?<=[a-z])(?=[A-Z])/, ' ')}`,
    options['neon-batch-read-only'] ? 'read only' : '',
    options['neon-batch-deferrable'] ? 'deferrable' : '',
  ]
    .filter((part) => part !== '')
    .join(' ')
}

/** One statement's answer; `null` is SQL's null, every other value is text as PostgreSQL wrote it. */
export interface StatementResult {
  readonly command: string
  readonly rowCount: number | null
  readonly fields: readonly Field[]
  readonly rows: readonly (readonly (string | null)[])[]
}

export interface Field {
  readonly name: string
  readonly tableID: number
  readonly columnID: number
  readonly dataTypeID: number
  readonly dataTypeSize: number
  readonly dataTypeModifier: number
  readonly format: string
}

export function wireResult(result: StatementResult, options: WireOptions) {
  const { command, rowCount, fields } = result
  const readers = fields.map(({ dataTypeID }) =>
    options['neon-raw-text-output'] ? (text: string): unknown => text : jsonReader(dataTypeID),
  )
  const value = (text: string | null, index: number) => (text === null ? null : readers[index]?.(text))
  const asArray = options['neon-array-mode']
  const rows = asArray
    ? result.rows.map((row) => row.map(value))
    : result.rows.map((row) =>
        Object.fromEntries(row.map((text, index) => [fields[index]?.name ?? '', value(text, index)])),
      )
  return { command, rowCount, fields, rows, rowAsArray: asArray }
}

const { BOOL, INT2, INT4, FLOAT4, FLOAT8, JSON: JSON_TYPE, JSONB } = types.builtins

/** Neon's choice of what becomes a JSON value; the rest stays text. */
function jsonReader(type: number): (text: string) => unknown {
  if (type === BOOL) return (text) => text === 't'
  if (type === JSON_TYPE || type === JSONB) return JSON.parse
  if (type === INT2 || type === INT4 || type === FLOAT4 || type === FLOAT8) {
    return (text) => (Number.isFinite(Number(text)) ? Number(text) : text)
  }
  return (text) => text
}

/** The fields that the driver copies to its `NeonDbError`. */
const errorFields = [
  'severity',
  'code',
  'detail',
  'hint',
  'position',
  'internalPosition',
  'internalQuery',
  'where',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
  'file',
  'line',
  'routine',
] as const

export type PostgresError = { readonly message: string } & {
  readonly [field in (typeof errorFields)[number]]?: string
}

export function wireError(error: PostgresError): PostgresError {
  const given = errorFields.flatMap((field) => {
    const value = error[field]
    return value === undefined ? [] : [[field, value] as const]
  })
  return { message: error.message, ...Object.fromEntries(given) }
}

/** One statement on a connection, its values left as PostgreSQL wrote them, within what a reply may hold. */
import pg from 'pg'
import { limits } from './limits.ts'
import type { Field, StatementResult } from './protocol.ts'

/** What is left of a reply's rows and bytes; shared by the statements of one call. */
export class Budget {
  #rows = limits.rows
  #bytes = limits.bytes
  #exceeded = false
  readonly #onExceeded: () => void

  /** `onExceeded` is called once, when a row was one too many. */
  constructor(onExceeded: () => void) {
    this.#onExceeded = onExceeded
  }

  get exceeded(): boolean {
    return this.#exceeded
  }

  /** Whether the row may be kept. */
  take(row: readonly (string | null)[]): boolean {
    if (this.#exceeded) return false
    this.#rows -= 1
    for (const value of row) this.#bytes -= (value === null ? 4 : Buffer.byteLength(value)) + 3
    if (this.#rows >= 0 && this.#bytes >= 0) return true
    this.#exceeded = true
    this.#onExceeded()
    return false
  }
}

export interface Statement {
  readonly text: string
  readonly values: readonly (string | null)[]
  /** To keep it prepared under. */
  readonly name?: string
}

const asText = { getTypeParser: () => (text: string) => text }

/** Rejects with a `DatabaseError` from PostgreSQL, or with another error if the connection broke. */
export function runStatement(
  client: pg.ClientBase,
  { text, values, name }: Statement,
  budget?: Budget,
): Promise<StatementResult> {
  const config = {
    text,
    values: [...values],
    ...(name === undefined ? {} : { name }),
    rowMode: 'array' as const,
    types: asText,
    // Without it a statement without values would go out as a script, which may hold several.
    queryMode: 'extended',
  }
  return new Promise((resolve, reject) => {
    const rows: (string | null)[][] = []
    const query = new pg.Query<(string | null)[]>(config)
    query.on('row', (row) => {
      if (budget?.take(row) ?? true) rows.push(row)
    })
    query.on('error', reject)
    query.on('end', ({ command, rowCount, fields }) => {
      // The last rows may have arrived before the connection could be cut.
      if (budget?.exceeded) reject(new Error('the reply is too large'))
      else resolve({ command, rowCount, fields: fields.map(fieldOf), rows })
    })
    client.query(query)
  })
}

function fieldOf(field: Field): Field {
  const { name, tableID, columnID, dataTypeID, dataTypeSize, dataTypeModifier, format } = field
  return { name, tableID, columnID, dataTypeID, dataTypeSize, dataTypeModifier, format }
}

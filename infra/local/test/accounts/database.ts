import pg from 'pg'
import { ready } from '../stack.ts'

/** Rows of a query that the stack's own administrator of PostgreSQL makes. */
export async function query(text: string, values: readonly unknown[] = []): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: ready().postgres })
  await client.connect()
  try {
    return (await client.query(text, [...values])).rows
  } finally {
    await client.end()
  }
}

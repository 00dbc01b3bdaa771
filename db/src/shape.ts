/** What a release can rely on in a database, and what of it another database breaks. */
import type { Client } from 'pg'

/** By a name that says what it is; the value is what must not change. */
export type Shape = ReadonlyMap<string, string>

export async function shapeOf(client: Pick<Client, 'query'>): Promise<Shape> {
  const { rows } = await client.query<{ name: string; value: string }>(`
    select 'column ' || c.relname || '.' || a.attname as name, format_type(a.atttypid, a.atttypmod) as value
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v') and a.attnum > 0 and not a.attisdropped
      and not c.relispartition
    union all
    select 'must be given ' || c.relname || '.' || a.attname, ''
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
      and not c.relispartition and a.attnotnull and not a.atthasdef and a.attidentity = ''
    union all
    select 'constraint ' || c.relname || '.' || o.conname, pg_get_constraintdef(o.oid)
    from pg_constraint o join pg_class c on c.oid = o.conrelid
    where c.relnamespace = 'public'::regnamespace and not c.relispartition and o.contype in ('c', 'u', 'f', 'p', 'x')
    union all
    select 'right ' || grantee || ' ' || privilege_type || ' ' || table_name || '.' || column_name, ''
    from information_schema.column_privileges where table_schema = 'public' and grantee like 'sage\\_%'
    union all
    select 'right ' || grantee || ' DELETE ' || table_name, ''
    from information_schema.table_privileges
    where table_schema = 'public' and grantee like 'sage\\_%' and privilege_type = 'DELETE'
    union all
    select 'function ' || oid::regprocedure::text, prorettype::regtype::text
    from pg_proc where pronamespace = 'public'::regnamespace
    union all
    select 'policy ' || tablename || '.' || policyname, permissive || cmd || roles::text || coalesce(qual, '') || coalesce(with_check, '')
    from pg_policies where schemaname = 'public'`)
  return new Map(rows.map(({ name, value }) => [name, value]))
}

/** One sentence for everything in `before` that whoever relies on it would miss in `after`. */
export function broken(before: Shape, after: Shape): readonly string[] {
  const tables = new Set([...before.keys()].flatMap((name) => /^column (\w+)\./.exec(name)?.[1] ?? []))
  const problems: string[] = []
  for (const [name, value] of before) {
    // A demand that is gone breaks nobody; a constraint that is gone may be what an upsert names.
    if (name.startsWith('must be given')) continue
    const now = after.get(name)
    if (now === undefined) problems.push(`${name} is gone`)
    else if (now !== value) problems.push(`${name} was ${value} and is ${now}`)
  }
  for (const name of after.keys()) {
    if (before.has(name)) continue
    const table = /^(?:must be given|constraint) (\w+)\./.exec(name)?.[1]
    if (table !== undefined && tables.has(table))
      problems.push(`${name} is new for ${table}, which is written without it`)
  }
  return problems
}

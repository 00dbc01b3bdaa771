/** Up to which migration the release goes that runs now; `migrations/released.json` is set when one has gone out. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'

export const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url))

const Released = z.object({
  through: z.string(),
  /** Migrations, or single statements of them, that may take something away, and why that harms nobody. */
  accepted: z.array(
    z.object({ migration: z.string(), statement: z.string().optional(), reason: z.string().min(20) }),
  ),
})
export type Released = z.infer<typeof Released>

const Journal = z.looseObject({ entries: z.array(z.looseObject({ tag: z.string() })) })

export function readReleased(): Released {
  return Released.parse(JSON.parse(readFileSync(join(migrationsFolder, 'released.json'), 'utf8')))
}

/** Tags in the order in which they are applied. */
export function migrationTags(): readonly string[] {
  return journal().entries.map(({ tag }) => tag)
}

export function migrationText(tag: string): string {
  return readFileSync(join(migrationsFolder, `${tag}.sql`), 'utf8')
}

/** A folder with the migrations up to and with `through` alone; whoever asks for it removes it. */
export function foldedAt(through: string): string {
  const all = journal()
  const last = all.entries.findIndex(({ tag }) => tag === through)
  if (last < 0) throw new Error(`There is no migration ${through}.`)
  const folder = mkdtempSync(join(tmpdir(), 'sage-released-'))
  mkdirSync(join(folder, 'meta'))
  const entries = all.entries.slice(0, last + 1)
  writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify({ ...all, entries }))
  for (const { tag } of entries) cpSync(join(migrationsFolder, `${tag}.sql`), join(folder, `${tag}.sql`))
  return folder
}

function journal() {
  return Journal.parse(JSON.parse(readFileSync(join(migrationsFolder, 'meta/_journal.json'), 'utf8')))
}

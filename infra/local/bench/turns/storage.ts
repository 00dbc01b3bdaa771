/** What chats take on disk: their databases, and apart from these the write-ahead log of this machine's SQLite. */
import { copyFileSync, existsSync, globSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Stack } from '../../src/stack.ts'
import { mean } from './figures.ts'

/** The databases of all chats' objects. */
export function chatFiles({ home }: Stack): string[] {
  const files = globSync(join(home, 'edge/v3/do/*-ChatRoom/*.sqlite'))
  return files.filter((file) => !/metadata/.test(file))
}

/** Bytes on average. A copy is read, not what is in use. A checkpoint empties the log; the host's disk never sees it. */
export function storageOf(files: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'sage-bench-copies-'))
  const sizes = files.map((file) => {
    const copy = join(folder, basename(file))
    const log = `${file}-wal`
    copyFileSync(file, copy)
    if (existsSync(log)) copyFileSync(log, `${copy}-wal`)
    const database = new DatabaseSync(copy)
    const [pages = 0, pageSize = 0] = ['page_count', 'page_size'].map((name) =>
      Number(database.prepare(`PRAGMA ${name}`).get()?.[name]),
    )
    database.close()
    return { database: pages * pageSize, writeAheadLog: existsSync(log) ? statSync(log).size : 0 }
  })
  rmSync(folder, { recursive: true })
  return {
    database: Math.round(mean(sizes.map(({ database }) => database))),
    writeAheadLog: Math.round(mean(sizes.map(({ writeAheadLog }) => writeAheadLog))),
  }
}

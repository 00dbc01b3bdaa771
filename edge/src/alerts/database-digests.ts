import { randomUUID } from 'node:crypto'
import { Locale } from '@sage/db/vocabulary'
import { and, eq, isNull, lt, or, sql } from 'drizzle-orm'
import * as z from 'zod'
import { type Database, schema } from '../db/index.ts'
import type { DigestDeps } from './digest.ts'

const { digests } = schema

/** Longer than the mentor takes for an answer and its correction. */
const writingMs = 4 * 60_000

const Readers = z.array(z.object({ time_zone: z.string(), locale: Locale }))

export function databaseDigests(
  db: Database,
  now: () => Date,
): Pick<DigestDeps, 'readers' | 'claim' | 'save'> {
  return {
    async readers() {
      const { rows } = await db.execute(sql`
        select distinct time_zone, locale from users
        where not disabled and (coalesce(notification_choices -> 'digest' ->> 'app', 'off') <> 'off'
          or coalesce(notification_choices -> 'digest' ->> 'push', 'off') <> 'off')`)
      return Readers.parse(rows).map((row) => ({ timeZone: row.time_zone, locale: row.locale }))
    },

    async claim(slot, locale) {
      const which = and(eq(digests.slot, slot), eq(digests.locale, locale))
      const writer = randomUUID()
      await db.insert(digests).values({ slot, locale }).onConflictDoNothing()
      const [mine] = await db
        .update(digests)
        .set({ writer, writingUntil: new Date(now().getTime() + writingMs) })
        .where(
          and(which, isNull(digests.content), or(isNull(digests.writer), lt(digests.writingUntil, now()))),
        )
        .returning({ id: digests.id })
      if (mine) return { status: 'mine', id: mine.id, writer }
      const [row] = await db.select().from(digests).where(which)
      if (row?.content === null || row === undefined) return { status: 'busy' }
      return { status: 'written', id: row.id, text: row.content }
    },

    async save(id, writer, { text, facts }) {
      const saved = await db
        .update(digests)
        .set({ content: text, facts: [...facts], writingUntil: null })
        .where(and(eq(digests.id, id), eq(digests.writer, writer), isNull(digests.content)))
        .returning({ id: digests.id })
      return saved.length > 0
    },
  }
}

import { jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { Locale } from '../vocabulary.ts'
import { choice, createdAt, id, instant, oneOf, serviceRows } from './columns.ts'

/** The mentor's view of a day, written once for all who read one language at one hour. */
export const digests = pgTable(
  'digests',
  {
    id: id(),
    /** The hour it is for. */
    slot: instant('slot').notNull(),
    locale: choice<Locale>('locale').notNull(),
    /** Who is writing it; another may take over when `writingUntil` has passed. */
    writer: uuid('writer'),
    writingUntil: instant('writing_until'),
    /** Absent until it is written. */
    content: text('content'),
    /** The facts that it cites, as `Fact`s. */
    facts: jsonb('facts').notNull().default([]),
    createdAt: createdAt(),
  },
  (table) => [
    unique('digests_once').on(table.slot, table.locale),
    oneOf('digests_locale', table.locale, Locale.options),
    serviceRows('digests'),
  ],
)

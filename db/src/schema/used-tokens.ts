import { index, pgTable, text } from 'drizzle-orm/pg-core'
import { instant, serviceRows } from './columns.ts'

/** Tokens of ingest that the edge has seen (`jti`), kept until they are out of time: each is good for one call. */
export const usedTokens = pgTable(
  'used_tokens',
  { jti: text('jti').primaryKey(), expiresAt: instant('expires_at').notNull() },
  (table) => [index('used_tokens_expired').on(table.expiresAt), serviceRows('used_tokens')],
)

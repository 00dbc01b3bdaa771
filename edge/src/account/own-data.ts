/** Everything that names a user: handed over as one JSON document, or deleted. */
import { and, asc, eq, gt } from 'drizzle-orm'
import { type Database, schema, stored } from '../db/index.ts'
import type { OwnData, Stored } from '../services.ts'

/** The tables whose rows belong to one user and have an id of their own, by their name in the document. */
const owned = {
  consents: schema.userConsents,
  chats: schema.chats,
  messages: schema.messages,
  turns: schema.turns,
  riskReviews: schema.riskReviews,
  signals: schema.signals,
  portfolios: schema.portfolios,
  shadowTrades: schema.shadowTrades,
  shadowCloses: schema.shadowCloses,
  alertRules: schema.alertRules,
  ruleFirings: schema.ruleFirings,
  pushSubscriptions: schema.pushSubscriptions,
  notifications: schema.notifications,
  linkContexts: schema.deepLinkContexts,
} as const

/** Rows read at once: messages are the largest, some kilobytes each. */
const pageSize = 500

export interface OwnDataDeps {
  asOwner(userId: string): Database
  readonly asService: Database
}

export function databaseOwnData({ asOwner, asService }: OwnDataDeps): OwnData {
  return {
    async chatIds(userId) {
      const found = await stored(
        asOwner(userId)
          .select({ id: schema.chats.id })
          .from(schema.chats)
          .where(eq(schema.chats.userId, userId)),
      )
      return found.status === 'ok' ? { status: 'ok', value: found.value.map(({ id }) => id) } : found
    },

    async document(userId): Promise<Stored<ReadableStream<Uint8Array>>> {
      const pieces = documentOf(asOwner(userId), userId)
      // The first piece decides between an answer and an outage; a later outage breaks the download off.
      const first = await stored(pieces.next())
      if (first.status === 'unavailable') return first
      return { status: 'ok', value: streamOf(first.value.value ?? '', pieces) }
    },

    async erase(userId) {
      const erased = await stored(asService.delete(schema.users).where(eq(schema.users.id, userId)))
      return erased.status === 'ok' ? { status: 'ok', value: undefined } : erased
    },
  }
}

/** The document in pieces, so that it never has to be in memory as a whole. */
async function* documentOf(db: Database, userId: string): AsyncGenerator<string, void, void> {
  const [user] = await db.select().from(schema.users).where(eq(schema.users.id, userId))
  yield `{"user":${JSON.stringify(user ?? null)}`
  for (const [name, table] of Object.entries(owned)) {
    yield `,${JSON.stringify(name)}:[`
    let after: string | undefined
    let separator = ''
    for (;;) {
      const rows = await db
        .select()
        .from(table)
        .where(and(eq(table.userId, userId), after === undefined ? undefined : gt(table.id, after)))
        .orderBy(asc(table.id))
        .limit(pageSize)
      for (const row of rows) {
        yield separator + JSON.stringify(row)
        separator = ','
      }
      after = rows.at(-1)?.id
      if (rows.length < pageSize) break
    }
    yield ']'
  }
  const feedback = await db
    .select()
    .from(schema.messageFeedback)
    .where(eq(schema.messageFeedback.userId, userId))
  yield `,"messageFeedback":${JSON.stringify(feedback)}}`
}

function streamOf(first: string, rest: AsyncGenerator<string, void, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(first)),
    async pull(controller) {
      const next = await rest.next()
      if (next.done) controller.close()
      else controller.enqueue(encoder.encode(next.value))
    },
    cancel: async () => {
      await rest.return()
    },
  })
}

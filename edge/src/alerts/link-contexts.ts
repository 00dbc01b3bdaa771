/** The links of a user's alerts, and what the chats begin with that they open. */
import { and, eq, gt } from 'drizzle-orm'
import { AlertCause, type LinkContext } from '../contract/alert.ts'
import { type Database, schema, stored } from '../db/index.ts'
import { eventSummary, linkLifetimeMs, questionOf } from './cause.ts'
import { toEvent } from './market-event-row.ts'
import type { LinkContexts } from './services.ts'

const { chats, deepLinkContexts: contexts, marketEvents, users } = schema

export interface ContextDeps {
  readonly asOwner: Database
  readonly asService: Database
  now(): Date
}

export function databaseContexts(userId: string, { asOwner, asService, now }: ContextDeps): LinkContexts {
  async function own(where: ReturnType<typeof eq>): Promise<LinkContext | undefined> {
    const [row] = await asOwner
      .select({ context: contexts, chatId: chats.id })
      .from(contexts)
      .leftJoin(chats, eq(chats.id, contexts.id))
      .where(and(eq(contexts.userId, userId), where))
    if (!row) return undefined
    const { id, payload, expiresAt } = row.context
    return {
      id,
      cause: AlertCause.parse(payload),
      expiresAt: expiresAt.toISOString(),
      expired: expiresAt <= now(),
      chatId: row.chatId,
    }
  }

  /** An event is the market's: whoever hears of it elsewhere may ask about it for as long as those who were told. */
  async function ofEvent(eventId: string): Promise<LinkContext | undefined> {
    const since = new Date(now().getTime() - linkLifetimeMs)
    const [event] = await asOwner
      .select()
      .from(marketEvents)
      .where(and(eq(marketEvents.id, eventId), gt(marketEvents.at, since)))
    if (event) {
      const cause: AlertCause = { type: 'market_event', event: toEvent(event) }
      await asService
        .insert(contexts)
        .values({
          userId,
          causeId: event.id,
          eventId: event.id,
          payload: cause,
          expiresAt: new Date(event.at.getTime() + linkLifetimeMs),
        })
        .onConflictDoNothing({ target: [contexts.userId, contexts.causeId] })
    }
    return own(eq(contexts.causeId, eventId))
  }

  return {
    find: (id) => stored((async () => (await own(eq(contexts.id, id))) ?? ofEvent(id))()),

    opening: (context) =>
      stored(
        (async () => {
          const [user] = await asOwner
            .select({ locale: users.locale })
            .from(users)
            .where(eq(users.id, userId))
          const event = eventSummary(context.cause)
          return {
            contextId: context.id,
            question: questionOf(context.cause, user?.locale ?? 'ko'),
            ...(event === undefined ? {} : { event }),
          }
        })(),
      ),
  }
}

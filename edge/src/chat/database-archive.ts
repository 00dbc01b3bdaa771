/** The archive in PostgreSQL: read with the owner's rights, written by the edge for him. */

import { and, desc, eq, lt, lte, type SQL } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import * as z from 'zod'
import { Fact } from '../contract/fact.ts'
import { type Feedback, type Message, MessagePart } from '../contract/message.ts'
import { Signal } from '../contract/signal.ts'
import { type Database, databaseError, schema, stored, tooLarge, unavailable } from '../db/index.ts'
import type { ChatArchive } from './archive.ts'
import type {
  ChatRecord,
  OutboxItem,
  ParkedReport,
  SignalRecord,
  TurnRecord,
  WriteOutcome,
} from './outbox.ts'
import type { RoomName } from './room-store.ts'

const { chats, messages, messageFeedback, turns, riskReviews, signals, parkedRows } = schema

export interface ArchiveDeps {
  /** A client with the owner's rights. */
  readonly asOwner: Database
  /** A client with the edge's own rights. */
  readonly asService: Database
  log(level: 'warn' | 'error', message: string, fields: Record<string, unknown>): void
}

export function databaseArchive({ userId, chatId }: RoomName, deps: ArchiveDeps): ChatArchive {
  const { asOwner, asService } = deps
  const ofThisChat = and(eq(parkedRows.chatId, chatId), eq(parkedRows.userId, userId))

  async function newest(limit: number, range?: SQL): Promise<Message[]> {
    const rows = await asOwner
      .select({ message: messages, feedback: messageFeedback, signal: signals })
      .from(messages)
      .leftJoin(messageFeedback, eq(messageFeedback.messageId, messages.id))
      .leftJoin(signals, and(eq(signals.turnId, messages.turnId), eq(messages.role, 'assistant')))
      .where(and(eq(messages.chatId, chatId), range))
      .orderBy(desc(messages.id))
      .limit(limit)
    return rows.reverse().map(toMessage)
  }

  return {
    async load(limit) {
      const found = await stored(
        asOwner
          .select()
          .from(chats)
          .where(and(eq(chats.id, chatId), eq(chats.userId, userId))),
      )
      if (found.status === 'unavailable') return found
      const [row] = found.value
      if (!row) return { status: 'absent' }
      const latest = await stored(newest(limit))
      if (latest.status === 'unavailable') return latest
      return {
        status: 'ok',
        chat: toChat(row),
        messages: latest.value,
        complete: latest.value.length < limit,
      }
    },

    async older(before, limit) {
      const page = await stored(newest(limit, lt(messages.id, before)))
      return page.status === 'ok' ? { status: 'ok', messages: page.value } : page
    },

    async upTo(id, limit) {
      const page = await stored(newest(limit, lte(messages.id, id)))
      return page.status === 'ok' ? { status: 'ok', messages: page.value } : page
    },

    async write(items) {
      const [first, ...rest] = items.flatMap((item) => statements(item))
      if (!first) return { status: 'written' }
      try {
        await asService.batch([first, ...rest])
        return { status: 'written' }
      } catch (error) {
        return judge(error)
      }
    },

    async remove() {
      const removed = await stored(
        Promise.all([
          asOwner.delete(chats).where(and(eq(chats.id, chatId), eq(chats.userId, userId))),
          asService.delete(parkedRows).where(ofThisChat),
        ]),
      )
      return removed.status === 'ok' ? 'removed' : 'unavailable'
    },
  }

  function judge(error: unknown): WriteOutcome {
    if (tooLarge(error)) return { status: 'rejected', code: 'too_large', rule: null }
    const refused = databaseError(error)
    if (unavailable(error) === undefined) {
      deps.log('warn', 'outbox write refused', { chatId, code: refused?.code ?? 'none' })
    }
    // Classes 22 and 23: bad data and broken constraints, which no repetition mends.
    return refused?.code.startsWith('22') || refused?.code.startsWith('23')
      ? { status: 'rejected', code: refused.code, rule: refused.rule }
      : { status: 'unavailable' }
  }

  function statements(item: OutboxItem): BatchItem<'pg'>[] {
    switch (item.type) {
      case 'chat':
        return [chatStatement(item.chat)]
      case 'message':
        return [
          asService
            .insert(messages)
            .values({ ...item.message, userId, createdAt: new Date(item.message.createdAt) })
            .onConflictDoNothing({ target: messages.id }),
        ]
      case 'turn':
        return turnStatements(item.turn)
      case 'feedback':
        return [feedbackStatement(item.messageId, item.feedback, new Date(item.at))]
      case 'parked':
        return [parkedStatement(item.report)]
      case 'unparked':
        return [asService.delete(parkedRows).where(and(ofThisChat, eq(parkedRows.outboxRow, item.row)))]
    }
  }

  function parkedStatement({ row, at, ...report }: ParkedReport): BatchItem<'pg'> {
    return asService
      .insert(parkedRows)
      .values({ ...report, userId, chatId, outboxRow: row, parkedAt: new Date(at) })
      .onConflictDoNothing({ target: [parkedRows.chatId, parkedRows.outboxRow] })
  }

  function chatStatement(chat: ChatRecord): BatchItem<'pg'> {
    const row = {
      id: chat.id,
      userId,
      title: chat.title,
      unread: chat.unread,
      createdAt: new Date(chat.createdAt),
      updatedAt: new Date(chat.updatedAt),
    }
    return asService
      .insert(chats)
      .values({ ...row, contextId: chat.contextId ?? null })
      .onConflictDoUpdate({
        target: chats.id,
        set: { title: row.title, unread: row.unread, updatedAt: row.updatedAt },
        setWhere: eq(chats.userId, userId),
      })
  }

  function feedbackStatement(messageId: string, feedback: Feedback, at: Date): BatchItem<'pg'> {
    const verdict = { rating: feedback.rating, comment: feedback.comment ?? null, updatedAt: at }
    return asService
      .insert(messageFeedback)
      .values({ messageId, userId, ...verdict, createdAt: at })
      .onConflictDoUpdate({ target: [messageFeedback.messageId, messageFeedback.userId], set: verdict })
  }

  function turnStatements(turn: TurnRecord): BatchItem<'pg'>[] {
    const statement = asService
      .insert(turns)
      .values({
        id: turn.id,
        chatId,
        userId,
        userMessageId: turn.userMessageId,
        assistantMessageId: turn.assistantMessageId,
        status: turn.status,
        intent: turn.intent,
        failureCode: turn.failureCode,
        inputTokens: turn.usage.inputTokens,
        outputTokens: turn.usage.outputTokens,
        costUsd: turn.usage.costUsd.toFixed(8),
        timings: turn.timings,
        calls: turn.calls,
        createdAt: new Date(turn.startedAt),
        endedAt: new Date(turn.endedAt),
      })
      .onConflictDoNothing({ target: turns.id })
    const reviews = turn.reviews.map((review) =>
      asService
        .insert(riskReviews)
        .values({
          ...review,
          issues: [...review.issues],
          turnId: turn.id,
          userId,
          createdAt: new Date(review.at),
        })
        .onConflictDoNothing({ target: riskReviews.id }),
    )
    return [statement, ...reviews, ...(turn.signal ? [signalStatement(turn, turn.signal)] : [])]
  }

  function signalStatement(turn: TurnRecord, signal: SignalRecord): BatchItem<'pg'> {
    const { tickAt, factIds, ...rest } = signal
    return asService
      .insert(signals)
      .values({
        ...rest,
        factIds: [...factIds],
        tickAt: new Date(tickAt),
        turnId: turn.id,
        userId,
        createdAt: new Date(turn.endedAt),
      })
      .onConflictDoNothing({ target: signals.id })
  }
}

const Parts = z.array(MessagePart)
const Facts = z.array(Fact)

interface MessageRow {
  readonly message: typeof messages.$inferSelect
  readonly feedback: typeof messageFeedback.$inferSelect | null
  readonly signal: typeof signals.$inferSelect | null
}

function toMessage({ message, feedback, signal }: MessageRow): Message {
  const { userId: _, createdAt, parts, facts, ...row } = message
  return {
    ...row,
    parts: Parts.parse(parts),
    facts: Facts.parse(facts),
    ...(feedback
      ? { feedback: { rating: feedback.rating, ...(feedback.comment ? { comment: feedback.comment } : {}) } }
      : {}),
    ...(signal ? { signal: Signal.parse(signal) } : {}),
    createdAt: createdAt.toISOString(),
  }
}

export function toChat(
  row: Pick<typeof chats.$inferSelect, 'id' | 'title' | 'unread' | 'createdAt' | 'updatedAt'>,
): ChatRecord {
  return {
    id: row.id,
    title: row.title,
    unread: row.unread,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

/**
 * How what happened in a chat reaches PostgreSQL: in order, at least once, each write idempotent. The policy
 * of retrying and of setting aside what can never be written is here; the object only wires it.
 */

import type { ChatWrite, Intent, TurnStatus, Venue } from '@sage/db/vocabulary'
import type { Feedback, Message } from '../contract/message.ts'
import type { Signal } from '../contract/signal.ts'
import type { FailureCode, Timings, Usage } from '../contract/turn-event.ts'
import type { AgentCall, Review } from '../pipeline/turn.ts'

export interface ChatRecord {
  readonly id: string
  readonly title: string
  readonly unread: boolean
  /** The link that opened it; said once, when it is made. */
  readonly contextId?: string
  readonly createdAt: string
  readonly updatedAt: string
}

/** A signal with the price it was given at, in USDT, and the tick that price is from. */
export interface SignalRecord extends Signal {
  readonly price: string
  readonly venue: Venue
  readonly tickAt: string
}

export interface TurnRecord {
  readonly id: string
  readonly userMessageId: string
  readonly assistantMessageId: string
  readonly status: TurnStatus
  readonly intent: Intent | null
  readonly failureCode: FailureCode | null
  readonly usage: Usage
  readonly timings: Timings
  readonly calls: readonly AgentCall[]
  readonly reviews: readonly (Review & { readonly id: string })[]
  readonly signal: SignalRecord | null
  readonly startedAt: string
  readonly endedAt: string
}

/** One write. All of them may be repeated without changing the result. */
export type OutboxItem =
  | { readonly type: 'chat'; readonly chat: ChatRecord }
  | { readonly type: 'message'; readonly message: Message }
  | { readonly type: 'turn'; readonly turn: TurnRecord }
  | {
      readonly type: 'feedback'
      readonly messageId: string
      readonly feedback: Feedback
      readonly at: string
    }
  | { readonly type: 'parked'; readonly report: ParkedReport }
  | { readonly type: 'unparked'; readonly row: number }

/** What an administrator is told of a row that was set aside: ids and a reason, nothing that anybody wrote. */
export interface ParkedReport extends Rejection {
  readonly row: number
  readonly kind: ChatWrite
  readonly subjectId: string
  readonly at: string
}

export interface OutboxRow {
  readonly id: number
  readonly item: OutboxItem
}

/** Why the database will never take a row. */
export interface Rejection {
  /** SQLSTATE, or `too_large`. */
  readonly code: string
  /** The constraint or column that it broke, where the database names one. */
  readonly rule: string | null
}

/** `rejected`: the database answered and will never take it. */
export type WriteOutcome =
  | { readonly status: 'written' }
  | { readonly status: 'unavailable' }
  | ({ readonly status: 'rejected' } & Rejection)

export interface OutboxDeps {
  /** The oldest rows that are not parked. */
  peek(limit: number): readonly OutboxRow[]
  /** Writes all of them or none. */
  write(items: readonly OutboxItem[]): Promise<WriteOutcome>
  remove(rows: readonly OutboxRow[]): void
  /** Sets a row aside for an administrator, out of the way of those behind it. */
  park(row: OutboxRow, why: Rejection): void
}

/** More than a turn produces; few enough for one request to the gateway. */
export const batchSize = 20

/** Writes rows until none is left or the database is away. */
export async function drainOutbox(deps: OutboxDeps): Promise<'empty' | 'unavailable'> {
  for (;;) {
    const rows = deps.peek(batchSize)
    const [first, second] = rows
    if (!first) return 'empty'
    const outcome = await deps.write(rows.map((row) => row.item))
    if (outcome.status === 'unavailable') return 'unavailable'
    if (outcome.status === 'written') deps.remove(rows)
    else if (!second) deps.park(first, outcome)
    else if ((await writeSingly(deps, rows)) === 'unavailable') return 'unavailable'
  }
}

/** Finds out which rows of a rejected batch are to blame. */
async function writeSingly(deps: OutboxDeps, rows: readonly OutboxRow[]): Promise<'done' | 'unavailable'> {
  for (const row of rows) {
    const outcome = await deps.write([row.item])
    if (outcome.status === 'unavailable') return 'unavailable'
    if (outcome.status === 'rejected') deps.park(row, outcome)
    else deps.remove([row])
  }
  return 'done'
}

/**
 * The report of a parked row, which takes the way of all rows. None of a report that was refused itself: its user is
 * erased, and one report must not beget another.
 */
export function reportOf({ id, item }: OutboxRow, why: Rejection, at: Date): ParkedReport | undefined {
  const { code, rule } = why
  const report = (kind: ChatWrite, subjectId: string) => ({
    row: id,
    kind,
    subjectId,
    code,
    rule,
    at: at.toISOString(),
  })
  switch (item.type) {
    case 'chat':
      return report('chat', item.chat.id)
    case 'message':
      return report('message', item.message.id)
    case 'turn':
      return report('turn', item.turn.id)
    case 'feedback':
      return report('feedback', item.messageId)
    case 'parked':
    case 'unparked':
      return undefined
  }
}

/** Time until the next attempt after `failures` in a row: 1 s doubling to a minute. */
export function retryAfterMs(failures: number): number {
  return Math.min(60_000, 1000 * 2 ** Math.min(failures - 1, 10))
}

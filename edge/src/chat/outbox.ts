/**
 * How what happened in a chat reaches PostgreSQL: in order, at least once, each write idempotent. The policy
 * of retrying and of setting aside what can never be written is here; the object only wires it.
 */

import type { Intent, TurnStatus, Venue } from '@sage/db/vocabulary'
import type { Feedback, Message } from '../contract/message.ts'
import type { Signal } from '../contract/signal.ts'
import type { FailureCode, Timings, Usage } from '../contract/turn-event.ts'
import type { AgentCall, Review } from '../pipeline/turn.ts'

export interface ChatRecord {
  readonly id: string
  readonly title: string
  readonly unread: boolean
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

export interface OutboxRow {
  readonly id: number
  readonly item: OutboxItem
}

/** `rejected`: the database answered and will never take it. */
export type WriteOutcome = 'written' | 'unavailable' | 'rejected'

export interface OutboxDeps {
  /** The oldest rows that are not parked. */
  peek(limit: number): readonly OutboxRow[]
  /** Writes all of them or none. */
  write(items: readonly OutboxItem[]): Promise<WriteOutcome>
  remove(rows: readonly OutboxRow[]): void
  /** Sets a row aside for an administrator, out of the way of those behind it. */
  park(row: OutboxRow): void
}

/** More than a turn produces; few enough for one request to the gateway. */
export const batchSize = 20

/** Writes rows until none is left or the database is away. */
export async function drainOutbox(deps: OutboxDeps): Promise<'empty' | 'unavailable'> {
  for (;;) {
    const rows = deps.peek(batchSize)
    if (rows.length === 0) return 'empty'
    const outcome = await deps.write(rows.map((row) => row.item))
    if (outcome === 'unavailable') return 'unavailable'
    if (outcome === 'written') deps.remove(rows)
    else if ((await writeSingly(deps, rows)) === 'unavailable') return 'unavailable'
  }
}

/** Finds out which row of a rejected batch is to blame. */
async function writeSingly(deps: OutboxDeps, rows: readonly OutboxRow[]): Promise<'done' | 'unavailable'> {
  for (const row of rows) {
    const outcome = rows.length === 1 ? 'rejected' : await deps.write([row.item])
    if (outcome === 'unavailable') return 'unavailable'
    if (outcome === 'rejected') deps.park(row)
    else deps.remove([row])
  }
  return 'done'
}

/** Time until the next attempt after `failures` in a row: 1 s doubling to a minute. */
export function retryAfterMs(failures: number): number {
  return Math.min(60_000, 1000 * 2 ** Math.min(failures - 1, 10))
}

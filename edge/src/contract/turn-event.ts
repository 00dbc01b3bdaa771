/** The events of a turn, as SSE `data`; each has `id: <turnId>:<seq>`, `seq` from 1 without gaps. */
import { Agent, Id, Mentor, RiskRecommendation, Timestamp } from '@sage/db/vocabulary'
import * as z from 'zod/mini'
import { Fact, FactId } from './fact.ts'
import { Message } from './message.ts'
import { Signal } from './signal.ts'

export const RiskIssue = z.object({ kind: z.string(), detail: z.string() })
export type RiskIssue = z.infer<typeof RiskIssue>

export const Usage = z.object({ inputTokens: z.int(), outputTokens: z.int(), costUsd: z.number() })
export type Usage = z.infer<typeof Usage>

export const Timings = z.object({
  /** From the acceptance of the question to the first visible text; absent if none was shown. */
  firstWordMs: z.optional(z.number()),
  totalMs: z.number(),
  stages: z.partialRecord(Agent, z.number()),
})
export type Timings = z.infer<typeof Timings>

export const FailureCode = z.enum([
  'mentor_unavailable',
  'overloaded',
  'rate_limited',
  'budget_spent',
  'refused',
  'too_long',
  'region_unsupported',
  'interrupted',
  'stale_market',
  'internal',
])
export type FailureCode = z.infer<typeof FailureCode>

export const TurnEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('turn'),
    turnId: Id,
    userMessageId: Id,
    assistantMessageId: Id,
    parentId: z.nullable(Id),
    mentor: Mentor,
    at: Timestamp,
  }),
  z.object({
    type: z.literal('stage'),
    agent: Agent,
    status: z.enum(['started', 'done', 'failed']),
    /** Since the stage started; 0 on `started`. */
    ms: z.number(),
  }),
  z.object({ type: z.literal('title'), title: z.string() }),
  z.object({ type: z.literal('facts'), snapshotAt: Timestamp, facts: z.array(Fact) }),
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('fact'), id: FactId, text: z.string() }),
  z.object({ type: z.literal('held'), reason: z.string() }),
  z.object({ type: z.literal('restart'), reason: z.string() }),
  z.object({ type: z.literal('correction'), reason: z.string() }),
  z.extend(Signal, { type: z.literal('signal') }),
  z.object({
    type: z.literal('risk'),
    recommendation: RiskRecommendation,
    issues: z.array(RiskIssue),
  }),
  z.object({ type: z.literal('done'), message: Message, usage: Usage, timings: Timings }),
  z.object({ type: z.literal('stopped'), message: Message }),
  z.object({
    type: z.literal('failed'),
    code: FailureCode,
    message: z.string(),
    retryable: z.boolean(),
    retryAfterMs: z.optional(z.number()),
  }),
])
export type TurnEvent = z.infer<typeof TurnEvent>

/** The three events that end a turn. */
export function isTerminal(event: TurnEvent): boolean {
  return event.type === 'done' || event.type === 'stopped' || event.type === 'failed'
}

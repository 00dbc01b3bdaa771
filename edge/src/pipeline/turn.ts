/** What the pipeline needs to answer one question, what it says on the way, and how it ends. */
import type { Agent, Intent, Locale, RiskProfile, RiskRecommendation } from '@sage/db/vocabulary'
import type { FailureCode, RiskIssue, TurnEvent, Usage } from '../contract/turn-event.ts'
import type { FactSheet } from '../facts/fact-sheet.ts'

/** Events that the pipeline makes; `turn` and the three terminal ones belong to the chat's object. */
export type PipelineEvent = Exclude<TurnEvent, { type: 'turn' | 'done' | 'stopped' | 'failed' }>

export interface PriorMessage {
  readonly role: 'user' | 'assistant'
  readonly text: string
}

export interface TurnRequest {
  readonly turnId: string
  readonly userId: string
  readonly locale: Locale
  readonly riskProfile: RiskProfile
  readonly question: string
  /** Oldest first, without the question itself. */
  readonly history: readonly PriorMessage[]
  /** Whether the chat has no title yet. */
  readonly needsTitle: boolean
  readonly facts: FactSheet
}

/** One call to a model, for the cost and latency tables. */
export interface AgentCall {
  readonly agent: Agent
  readonly model: string
  readonly inputTokens: number
  readonly cachedInputTokens: number
  readonly outputTokens: number
  readonly costUsd: number
  readonly ms: number
  readonly outcome: 'ok' | 'failed' | 'aborted'
}

/** A verdict of the gate or of Risk, stored so that the hallucination rate is a query. */
export interface Review {
  readonly by: 'gate' | 'risk'
  readonly recommendation: RiskRecommendation
  readonly issues: readonly RiskIssue[]
  readonly at: string
}

export interface TurnReport {
  readonly intent?: Intent
  readonly usage: Usage
  readonly calls: readonly AgentCall[]
  readonly reviews: readonly Review[]
  /** Duration of each agent's stage in ms. */
  readonly stages: Readonly<Partial<Record<Agent, number>>>
}

/** A failure that the reader is told about; `message` is in the reader's language. */
export interface TurnFailure {
  readonly code: FailureCode
  readonly message: string
  readonly retryable: boolean
  readonly retryAfterMs?: number
}

export type TurnOutcome =
  | { readonly status: 'done'; readonly report: TurnReport }
  | { readonly status: 'stopped'; readonly report: TurnReport }
  | { readonly status: 'failed'; readonly failure: TurnFailure; readonly report: TurnReport }

/** Receives events in order; a promise means that the pipeline waits before it goes on. */
export type Emit = (event: PipelineEvent) => void | Promise<void>

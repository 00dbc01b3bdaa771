/** The books of one turn: every call, every verdict, every stage's time. */
import type { Agent, Intent, RiskRecommendation } from '@sage/db/vocabulary'
import type { RiskIssue } from '../contract/turn-event.ts'
import type { AgentCall, Review, TurnReport } from './turn.ts'

export interface Ledger {
  record(call: AgentCall): void
  review(by: Review['by'], recommendation: RiskRecommendation, issues: readonly RiskIssue[]): void
  stage(agent: Agent, ms: number): void
  intent(intent: Intent): void
  costUsd(): number
  report(): TurnReport
}

export function openLedger(now: () => Date): Ledger {
  const calls: AgentCall[] = []
  const reviews: Review[] = []
  const stages: Partial<Record<Agent, number>> = {}
  let intended: Intent | undefined
  const sum = (of: (call: AgentCall) => number) => calls.reduce((total, call) => total + of(call), 0)
  const costUsd = () => sum((call) => call.costUsd)
  return {
    record: (call) => calls.push(call),
    review: (by, recommendation, issues) =>
      reviews.push({ by, recommendation, issues, at: now().toISOString() }),
    stage: (agent, ms) => {
      stages[agent] = (stages[agent] ?? 0) + ms
    },
    intent: (intent) => {
      intended = intent
    },
    costUsd,
    report: () => ({
      ...(intended && { intent: intended }),
      usage: {
        inputTokens: sum((call) => call.inputTokens),
        outputTokens: sum((call) => call.outputTokens),
        costUsd: costUsd(),
      },
      calls: [...calls],
      reviews: [...reviews],
      stages: { ...stages },
    }),
  }
}

/** One turn under way: the request, the house around it, its books, and the only way to the reader. */
import type { Agent } from '@sage/db/vocabulary'
import type { PipelineDeps } from './deps.ts'
import { injectionsIn } from './injection.ts'
import { type Ledger, openLedger } from './ledger.ts'
import type { Emit, PipelineEvent, TurnRequest } from './turn.ts'

export type FinishStage = (status: 'done' | 'failed') => Promise<void>

export interface Scene {
  readonly request: TurnRequest
  readonly deps: PipelineDeps
  readonly ledger: Ledger
  readonly signal: AbortSignal
  /** Texts of this chat that try to command the model. */
  readonly attacks: readonly string[]
  /** Nothing is emitted once the turn was stopped. */
  emit(event: PipelineEvent): Promise<void>
  /** Emits `started`; the returned function emits how the stage ended and books its time. */
  start(agent: Agent): Promise<FinishStage>
}

export function openScene(request: TurnRequest, deps: PipelineDeps, emit: Emit, signal: AbortSignal): Scene {
  const ledger = openLedger(deps.now)
  const guarded = async (event: PipelineEvent) => {
    if (!signal.aborted) await emit(event)
  }
  return {
    request,
    deps,
    ledger,
    signal,
    attacks: injectionsIn(request),
    emit: guarded,
    async start(agent) {
      const startedAtMs = deps.now().getTime()
      await guarded({ type: 'stage', agent, status: 'started', ms: 0 })
      return async (status) => {
        const ms = deps.now().getTime() - startedAtMs
        ledger.stage(agent, ms)
        await guarded({ type: 'stage', agent, status, ms })
      }
    },
  }
}

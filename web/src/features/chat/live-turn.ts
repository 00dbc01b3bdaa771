/** The turn that a chat is living through, as data: a fold over what arrives. */

import type { Agent, Mentor } from '@sage/db/vocabulary'
import {
  emptyTranscript,
  type FailureCode,
  foldTranscript,
  type Transcript,
  type TurnEvent,
} from '@sage/edge/contract'
import type { ApiProblem } from '../../lib/api.ts'
import type { Connection } from '../../lib/follow-stream.ts'

export const agents = ['manager', 'analyst', 'persona', 'risk'] as const satisfies readonly Agent[]

export interface StageState {
  readonly status: 'started' | 'done' | 'failed'
  /** How long the stage took; 0 while it runs. */
  readonly ms: number
}

export interface Failure {
  readonly code: FailureCode
  readonly message: string
  readonly retryable: boolean
  readonly retryAfterMs?: number | undefined
}

export interface LiveTurn {
  /** What the reader typed; absent for a turn that was found running or is given once more. */
  readonly question?: string
  readonly askedAt: string
  /** By which the server knows a question that is sent again. */
  readonly clientMessageId?: string
  readonly turnId?: string
  readonly userMessageId?: string
  readonly assistantMessageId?: string
  /** What the question follows, once that is known; `null` for a question that begins the chat. */
  readonly parentId?: string | null
  readonly mentor?: Mentor
  readonly connection: Connection
  readonly stopping: boolean
  readonly stages: Partial<Record<Agent, StageState>>
  readonly transcript: Transcript
  /** How many figures or phrases were held back. */
  readonly held: number
  readonly failure?: Failure
  readonly refusal?: ApiProblem
}

export function newTurn(askedAt: string, question?: string, parentId?: string | null): LiveTurn {
  return {
    ...(question === undefined ? {} : { question }),
    ...(parentId === undefined ? {} : { parentId }),
    askedAt,
    connection: 'connecting',
    stopping: false,
    stages: {},
    transcript: emptyTranscript,
    held: 0,
  }
}

export function foldTurn(turn: LiveTurn, event: TurnEvent): LiveTurn {
  const transcript = foldTranscript(turn.transcript, event)
  switch (event.type) {
    case 'turn': {
      const { turnId, userMessageId, assistantMessageId, parentId, mentor } = event
      return { ...turn, turnId, userMessageId, assistantMessageId, parentId, mentor }
    }
    case 'stage': {
      const { agent, status, ms } = event
      return { ...turn, stages: { ...turn.stages, [agent]: { status, ms } } }
    }
    case 'held':
      return { ...turn, held: turn.held + 1 }
    case 'failed': {
      const { code, message, retryable, retryAfterMs } = event
      return { ...turn, failure: { code, message, retryable, retryAfterMs } }
    }
    default:
      return transcript === turn.transcript ? turn : { ...turn, transcript }
  }
}

/** One answer from question to outcome. Pure wiring of the pipeline to a running turn; ends, whatever happens. */
import type { Locale } from '@sage/db/vocabulary'
import type { FactSheet } from '../facts/fact-sheet.ts'
import type { ReportFault } from '../log.ts'
import type { Emit, TurnFailure, TurnOutcome, TurnReport, TurnRequest } from '../pipeline/turn.ts'
import type { Measure } from '../points.ts'
import type { RunningTurn } from './running-turn.ts'

export interface TurnDeps {
  /** The figures of this moment; none of them where the market is away. */
  factSheet(userId: string): Promise<FactSheet>
  answer(request: TurnRequest, emit: Emit, signal: AbortSignal): Promise<TurnOutcome>
  readonly reportFault: ReportFault
  readonly measure: Measure
  /** Of the request that is being answered; absent where a turn was taken up again. */
  requestId(): string | undefined
  log(level: 'warn' | 'error', message: string, fields: Record<string, unknown>): void
  now(): Date
}

/** The pipeline's own deadlines are shorter; this one catches what they do not. */
const turnDeadlineMs = 150_000

const emptyReport: TurnReport = {
  usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 },
  calls: [],
  reviews: [],
  stages: {},
}

/** Answers into `turn`. Never throws; the terminal event is the caller's. */
export async function answerTurn(
  turn: RunningTurn,
  request: Omit<TurnRequest, 'facts'>,
  deps: TurnDeps,
): Promise<TurnOutcome> {
  // Not `AbortSignal.timeout`: its timer could not be cleared and would keep the object from being evicted.
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(new Error('the turn took too long')), turnDeadlineMs)
  const signal = AbortSignal.any([turn.abort.signal, deadline.signal])
  const emit: Emit = (event) => {
    // What arrives after Stop was not shown and must not be.
    if (!signal.aborted) turn.add(event, deps.now().getTime())
  }
  try {
    const facts = await deps.factSheet(request.userId)
    const outcome = await deps.answer({ ...request, facts }, emit, signal)
    if (outcome.status !== 'stopped' || turn.abort.signal.aborted) return outcome
    return { status: 'failed', failure: failure('interrupted', request.locale), report: outcome.report }
  } catch (thrown) {
    if (turn.abort.signal.aborted) return { status: 'stopped', report: emptyReport }
    deps.reportFault(
      'turn failed',
      thrown,
      { part: 'turn', requestId: deps.requestId() },
      { turnId: turn.id },
    )
    const code = deadline.signal.aborted ? 'interrupted' : 'internal'
    return { status: 'failed', failure: failure(code, request.locale), report: emptyReport }
  } finally {
    clearTimeout(timer)
  }
}

/**
 * The outcome of a turn that had said everything before its object went away. What it cost was in the memory that is
 * gone; Risk's verdict is in the log.
 */
export function concluded({ verdict }: RunningTurn, at: Date): TurnOutcome {
  if (!verdict) return { status: 'done', report: emptyReport }
  const { recommendation, issues } = verdict
  const review = { by: 'risk', recommendation, issues, at: at.toISOString() } as const
  return { status: 'done', report: { ...emptyReport, reviews: [review] } }
}

/** An outcome for a turn that is not tried again. */
export function givenUp(locale: Locale): TurnOutcome {
  return { status: 'failed', failure: failure('interrupted', locale), report: emptyReport }
}

export function stoppedEarly(): TurnOutcome {
  return { status: 'stopped', report: emptyReport }
}

function failure(code: 'interrupted' | 'internal', locale: Locale): TurnFailure {
  return { code, message: sentences[code][locale], retryable: true }
}

const sentences = {
  interrupted: {
    ko: '답변이 도중에 끊겼네. 다시 물어 주게.',
    en: 'The answer was cut off. Please ask again.',
  },
  internal: {
    ko: '우리 쪽에 문제가 생겼네. 다시 물어 주게.',
    en: 'Something went wrong on our side. Please ask again.',
  },
} as const

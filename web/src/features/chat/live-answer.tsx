/** The turn that is being lived through: question, stages, words as they come, and how it went wrong if it did. */
import { PencilLine, RotateCw, WifiOff } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/ui/button.tsx'
import type { MessageKey } from '../../i18n/ko.ts'
import { useSpeech } from '../../i18n/language.tsx'
import type { ApiProblem } from '../../lib/api.ts'
import { useNow } from '../../lib/clock.ts'
import { AnswerFrame, Remark } from './answer.tsx'
import type { LiveTurn } from './live-turn.ts'
import { Prose } from './prose.tsx'
import { PendingQuestion } from './question.tsx'
import { StageLine } from './stage-line.tsx'
import { dismiss, retry } from './turn-actions.ts'
import { isRunning } from './turn-state.ts'

export function LiveAnswer({
  chatId,
  turn,
  questionIsStored,
}: {
  readonly chatId: string
  readonly turn: LiveTurn
  readonly questionIsStored: boolean
}) {
  const { t } = useSpeech()
  return (
    <>
      {turn.question !== undefined && !questionIsStored && (
        <PendingQuestion text={turn.question} sending={turn.turnId === undefined && !turn.refusal} />
      )}
      {turn.refusal ? (
        <Refusal chatId={chatId} problem={turn.refusal} canEdit={turn.question !== undefined} />
      ) : (
        <AnswerFrame mentor={turn.mentor} corrected={turn.transcript.corrected}>
          <div className="mb-2">
            <StageLine stages={turn.stages} running={isRunning(turn)} />
          </div>
          <Prose parts={turn.transcript.parts} facts={turn.transcript.facts} />
          {turn.held > 0 && <Remark>{t('chat.held', { count: turn.held })}</Remark>}
          {turn.connection === 'reconnecting' && isRunning(turn) && (
            <p role="status" className="mt-2 flex items-center gap-2 text-sm text-warn">
              <WifiOff aria-hidden className="size-4" />
              {t(turn.turnId === undefined ? 'chat.waiting' : 'chat.reconnecting')}
            </p>
          )}
          {turn.failure && <FailureNote chatId={chatId} turn={turn} />}
        </AnswerFrame>
      )}
    </>
  )
}

function FailureNote({ chatId, turn }: { readonly chatId: string; readonly turn: LiveTurn }) {
  const { t } = useSpeech()
  const { failure } = turn
  if (!failure) return null
  return (
    <div role="alert" className="mt-3 rounded-xl bg-warn-wash p-4 text-sm">
      <p>{t(`failure.${failure.code}`)}</p>
      {failure.retryable && <RetryButton chatId={chatId} afterMs={failure.retryAfterMs} />}
    </div>
  )
}

function Refusal({
  chatId,
  problem,
  canEdit,
}: {
  readonly chatId: string
  readonly problem: ApiProblem
  readonly canEdit: boolean
}) {
  const { t } = useSpeech()
  return (
    <div role="alert" className="rounded-xl md:ml-11 bg-warn-wash p-4 text-sm">
      <p>{t(refusalKey(problem))}</p>
      <div className="mt-1 flex flex-wrap gap-2">
        {problem.code !== 'not_found' && <RetryButton chatId={chatId} afterMs={problem.retryAfterMs} />}
        {canEdit && (
          <Button look="quiet" size="small" className="mt-2" onClick={() => dismiss(chatId)}>
            <PencilLine aria-hidden className="size-3.5" />
            {t('chat.edit')}
          </Button>
        )}
      </div>
    </div>
  )
}

function refusalKey(problem: ApiProblem): MessageKey {
  switch (problem.code) {
    case 'rate_limited':
    case 'budget_spent':
    case 'not_found':
    case 'unavailable':
      return `chat.refused.${problem.code}`
    default:
      return 'chat.refused.other'
  }
}

function RetryButton({
  chatId,
  afterMs = 0,
}: {
  readonly chatId: string
  readonly afterMs?: number | undefined
}) {
  const { t } = useSpeech()
  const [since] = useState(() => Date.now())
  const left = Math.ceil((since + afterMs - useNow()) / 1000)
  return (
    <span className="mt-2 inline-flex flex-wrap items-center gap-2">
      <Button size="small" disabled={left > 0} onClick={() => retry(chatId)}>
        <RotateCw aria-hidden className="size-3.5" />
        {t('chat.retry')}
      </Button>
      {left > 0 && (
        <span className="text-xs text-ink-2 tabular-nums">{t('chat.retry.in', { seconds: left })}</span>
      )}
    </span>
  )
}

/** A thumb for an answer, and what was amiss with it. */
import type { Feedback, Message } from '@sage/edge/contract'
import { ThumbsDown, ThumbsUp } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/ui/button.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { rateAnswer } from './queries.ts'

const longestComment = 1000

/** The two thumbs. Which one is pressed is the message's own state; `onDown` asks for the reason. */
export function Thumbs({
  message,
  onRate,
}: {
  readonly message: Message
  readonly onRate: (rating: Feedback['rating']) => void
}) {
  const { t } = useSpeech()
  const rated = message.feedback?.rating
  return (
    <>
      {(['up', 'down'] as const).map((rating) => {
        const Icon = rating === 'up' ? ThumbsUp : ThumbsDown
        return (
          <Button
            key={rating}
            look="quiet"
            size="tool"
            title={t(`chat.feedback.${rating}`)}
            aria-label={t(`chat.feedback.${rating}`)}
            aria-pressed={rated === rating}
            onClick={() => onRate(rating)}
          >
            <Icon aria-hidden className={`size-3.5 ${rated === rating ? 'fill-gold text-gold-ink' : ''}`} />
          </Button>
        )
      })}
    </>
  )
}

export type FeedbackState = 'none' | 'asking' | 'thanked' | 'failed'

/** The verdict on `message`: shown at once, kept by the server, taken back where that fails. */
export function useFeedback(message: Message) {
  const [state, setState] = useState<FeedbackState>('none')
  const send = (feedback: Feedback, next: FeedbackState) => {
    setState(next)
    rateAnswer(message, feedback).catch(() => setState('failed'))
  }
  return {
    state,
    rate: (rating: Feedback['rating']) => send({ rating }, rating === 'down' ? 'asking' : 'thanked'),
    comment: (comment: string) => send({ rating: 'down', comment }, 'thanked'),
    skip: () => setState('none'),
  }
}

export function FeedbackNote({ feedback }: { readonly feedback: ReturnType<typeof useFeedback> }) {
  const { t } = useSpeech()
  if (feedback.state === 'asking') return <Reason onSend={feedback.comment} onSkip={feedback.skip} />
  return (
    <p role="status" className={`text-sm ${feedback.state === 'failed' ? 'text-down' : 'text-ink-3'}`}>
      {feedback.state === 'thanked' && t('chat.feedback.thanks')}
      {feedback.state === 'failed' && t('chat.feedback.failed')}
    </p>
  )
}

function Reason({
  onSend,
  onSkip,
}: {
  readonly onSend: (comment: string) => void
  readonly onSkip: () => void
}) {
  const { t } = useSpeech()
  const [text, setText] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') onSend(text.trim())
  }
  return (
    <form onSubmit={send} className="mt-2 flex max-w-lg flex-wrap gap-2">
      <input
        ref={(field) => field?.focus()}
        value={text}
        maxLength={longestComment}
        aria-label={t('chat.feedback.reason')}
        placeholder={t('chat.feedback.reason')}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onSkip()
        }}
        className="h-9 min-w-48 flex-1 rounded-lg border border-line-strong bg-surface px-3 text-base md:text-sm"
      />
      <Button type="submit" size="small" className="h-9" disabled={text.trim() === ''}>
        {t('chat.feedback.send')}
      </Button>
      <Button size="small" className="h-9" look="quiet" onClick={onSkip}>
        {t('chat.feedback.skip')}
      </Button>
    </form>
  )
}

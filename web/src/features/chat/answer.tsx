/** Answers as they stand in a chat. */
import type { Mentor } from '@sage/db/vocabulary'
import type { Message, Signal } from '@sage/edge/contract'
import { Check, Copy, RotateCw } from 'lucide-react'
import { type ComponentType, memo, type ReactNode, useState } from 'react'
import { Portrait } from '../../components/mark.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Badge } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Branches, type ChooseBranch } from './branches.tsx'
import { factLabel, factValue } from './fact-label.ts'
import { FeedbackNote, Thumbs, useFeedback } from './feedback.tsx'
import { Figure } from './figure.tsx'
import { Prose } from './prose.tsx'
import { StageLine } from './stage-line.tsx'
import type { ThreadItem } from './thread.ts'
import { regenerate } from './turn-actions.ts'
import { useTurns } from './turn-state.ts'

/** The frame of an answer, live or stored: who speaks, and what is said about the answer as a whole. */
export function AnswerFrame({
  mentor,
  corrected,
  children,
}: {
  readonly mentor: Mentor | null | undefined
  readonly corrected: boolean
  readonly children: ReactNode
}) {
  const { t } = useSpeech()
  return (
    // On a phone the words have its whole width, below the speaker.
    <article
      className="message grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 gap-y-1 md:gap-x-3"
      data-testid="answer"
    >
      <Portrait className="size-6 md:row-span-2 md:mt-0.5 md:size-8" />
      <header className="flex flex-wrap items-center gap-2">
        <h2 className="text-sm font-semibold">{t('chat.mentor')}</h2>
        {mentor === 'demo' && (
          <Badge tone="gold" title={t('chat.mentor.demo.text')}>
            {t('chat.mentor.demo')}
          </Badge>
        )}
        {corrected && (
          <Badge tone="warn" title={t('chat.corrected.text')}>
            {t('chat.corrected')}
          </Badge>
        )}
      </header>
      <div className="col-span-2 md:col-span-1">{children}</div>
    </article>
  )
}

/** Comes from the portfolio; the page puts the two together. */
export type SignalCardType = ComponentType<{ readonly signal: Signal; readonly children: ReactNode }>

export const Answer = memo(function Answer({
  item,
  canRegenerate,
  onChoose,
  SignalCard,
}: {
  readonly item: ThreadItem
  readonly canRegenerate: boolean
  readonly onChoose: ChooseBranch
  readonly SignalCard: SignalCardType
}) {
  const { t } = useSpeech()
  const { message, siblings } = item
  const stages = useTurns((state) => state.stages[message.id])
  const feedback = useFeedback(message)
  return (
    <AnswerFrame mentor={message.mentor} corrected={message.corrected}>
      <Prose parts={message.parts} facts={message.facts} />
      {message.status === 'stopped' && <Remark>{t('chat.stopped')}</Remark>}
      {message.status === 'failed' && <Remark>{t('chat.failed.label')}</Remark>}
      {message.signal && (
        <SignalCard signal={message.signal}>
          <SignalFacts message={message} factIds={message.signal.factIds} />
        </SignalCard>
      )}
      <footer className="mt-1.5 -ml-2.5 text-ink-3 md:-ml-2">
        <div className="flex flex-wrap items-center gap-y-1">
          {message.content !== '' && <CopyButton text={message.content} />}
          {message.content !== '' && <Thumbs message={message} onRate={feedback.rate} />}
          {canRegenerate && (
            <Button
              look="quiet"
              size="tool"
              title={t('chat.again')}
              aria-label={t('chat.again')}
              onClick={() => regenerate(message.chatId, message.id)}
            >
              <RotateCw aria-hidden className="size-3.5" />
            </Button>
          )}
          {siblings.length > 1 && <Branches item={item} onChoose={onChoose} />}
          {stages && (
            <div className="ml-2.5">
              <StageLine stages={stages} running={false} />
            </div>
          )}
        </div>
        <div className="ml-2.5 md:ml-2">
          <FeedbackNote feedback={feedback} />
        </div>
      </footer>
    </AnswerFrame>
  )
})

/** The cited facts that a signal rests on, each with its source. */
function SignalFacts({
  message,
  factIds,
}: {
  readonly message: Message
  readonly factIds: readonly string[]
}) {
  const { t, formats, isKey } = useSpeech()
  const facts = message.facts.filter(({ id }) => factIds.includes(id))
  if (facts.length === 0) return null
  return (
    <dl className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-sm">
      {facts.map((fact) => (
        <div key={fact.id} className="flex gap-1.5">
          <dt className="text-ink-3">{factLabel(fact.id, t, isKey)}</dt>
          <dd>
            <Figure id={fact.id} text={factValue(fact, formats)} facts={message.facts} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

export function Remark({ children }: { readonly children: ReactNode }) {
  return <p className="mt-2 border-l-2 border-line-strong pl-3 text-sm text-ink-3">{children}</p>
}

function CopyButton({ text }: { readonly text: string }) {
  const { t } = useSpeech()
  const [copied, setCopied] = useState(false)
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  return (
    <Button
      look="quiet"
      size="tool"
      title={t('chat.copy')}
      aria-label={t('chat.copy')}
      onClick={copy}
      onBlur={() => setCopied(false)}
    >
      {copied ? (
        <Check aria-hidden className="size-3.5 text-up" />
      ) : (
        <Copy aria-hidden className="size-3.5" />
      )}
      <span aria-live="polite" className="sr-only">
        {copied && t('chat.copied')}
      </span>
    </Button>
  )
}

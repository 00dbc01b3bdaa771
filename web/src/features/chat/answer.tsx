/** Questions and answers as they stand in a chat. */
import type { Mentor } from '@sage/db/vocabulary'
import type { Message } from '@sage/edge/contract'
import { ChevronLeft, ChevronRight, Copy, RotateCw } from 'lucide-react'
import { memo, type ReactNode, useState } from 'react'
import { Portrait } from '../../components/mark.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Badge } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Prose } from './prose.tsx'
import { StageLine } from './stage-line.tsx'
import type { ThreadItem } from './thread.ts'
import { regenerate } from './turn-actions.ts'
import { useTurns } from './turn-state.ts'

export const Question = memo(function Question({
  text,
  pending,
}: {
  readonly text: string
  readonly pending?: boolean
}) {
  const { t } = useSpeech()
  return (
    <article className="flex justify-end" data-testid="question">
      <h2 className="sr-only">{t('chat.you')}</h2>
      <div
        className={`max-w-[85%] rounded-2xl rounded-br-md bg-sunken px-4 py-2.5 whitespace-pre-wrap ${pending ? 'opacity-60' : ''}`}
      >
        {text}
        {pending && <span className="sr-only">{t('chat.sending')}</span>}
      </div>
    </article>
  )
})

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
    <article className="flex gap-3" data-testid="answer">
      <Portrait className="mt-0.5 size-8 shrink-0" />
      <div className="min-w-0 flex-1">
        <header className="mb-1 flex flex-wrap items-center gap-2">
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
        {children}
      </div>
    </article>
  )
}

export const Answer = memo(function Answer({
  item,
  canRegenerate,
  onChoose,
}: {
  readonly item: ThreadItem
  readonly canRegenerate: boolean
  readonly onChoose: (message: Message, siblingId: string) => void
}) {
  const { t } = useSpeech()
  const { message, siblings } = item
  const stages = useTurns((state) => state.stages[message.id])
  return (
    <AnswerFrame mentor={message.mentor} corrected={message.corrected}>
      <Prose parts={message.parts} facts={message.facts} />
      {message.status === 'stopped' && <Remark>{t('chat.stopped')}</Remark>}
      {message.status === 'failed' && <Remark>{t('chat.failed.label')}</Remark>}
      <footer className="mt-2 -ml-2 flex flex-wrap items-center gap-x-1 gap-y-2 text-ink-3">
        {message.content !== '' && <CopyButton text={message.content} />}
        {canRegenerate && (
          <Button look="quiet" size="small" onClick={() => regenerate(message.chatId, message.id)}>
            <RotateCw aria-hidden className="size-3.5" />
            {t('chat.again')}
          </Button>
        )}
        {siblings.length > 1 && <Branches item={item} onChoose={onChoose} />}
        {stages && (
          <div className="ml-2">
            <StageLine stages={stages} running={false} />
          </div>
        )}
      </footer>
    </AnswerFrame>
  )
})

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
    <Button look="quiet" size="small" onClick={copy} onBlur={() => setCopied(false)}>
      <Copy aria-hidden className="size-3.5" />
      <span aria-live="polite">{t(copied ? 'chat.copied' : 'chat.copy')}</span>
    </Button>
  )
}

function Branches({
  item,
  onChoose,
}: {
  readonly item: ThreadItem
  readonly onChoose: (message: Message, siblingId: string) => void
}) {
  const { t } = useSpeech()
  const place = item.siblings.indexOf(item.message.id)
  const step = (by: number) => {
    const sibling = item.siblings[place + by]
    if (sibling !== undefined) onChoose(item.message, sibling)
  }
  return (
    <span className="flex items-center">
      <Button
        look="quiet"
        size="small"
        aria-label={t('chat.branch.previous')}
        disabled={place === 0}
        onClick={() => step(-1)}
      >
        <ChevronLeft aria-hidden className="size-4" />
      </Button>
      <span className="text-xs tabular-nums">
        {t('chat.branch', { index: place + 1, count: item.siblings.length })}
      </span>
      <Button
        look="quiet"
        size="small"
        aria-label={t('chat.branch.next')}
        disabled={place === item.siblings.length - 1}
        onClick={() => step(1)}
      >
        <ChevronRight aria-hidden className="size-4" />
      </Button>
    </span>
  )
}

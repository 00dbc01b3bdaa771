/** What the reader asked, and the ways to ask it differently. */
import { maxQuestionLength } from '@sage/edge/contract'
import { PencilLine } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, memo, type ReactNode, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { Button } from '../../components/ui/button.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Branches, type ChooseBranch } from './branches.tsx'
import { focusComposer, sendsQuestion } from './composer.tsx'
import type { ThreadItem } from './thread.ts'
import { ask } from './turn-actions.ts'
import { isRunning, useTurns } from './turn-state.ts'

/** A question that is stored. While an answer is being written it cannot be changed; the thread is busy then. */
export const Question = memo(function Question({
  item,
  onChoose,
}: {
  readonly item: ThreadItem
  readonly onChoose: ChooseBranch
}) {
  const { t } = useSpeech()
  const [editing, setEditing] = useState(false)
  const { message, siblings } = item
  const editButton = useRef<HTMLButtonElement>(null)
  if (editing) {
    return (
      <EditQuestion
        item={item}
        onClose={() => flushSync(() => setEditing(false))}
        onCancelled={() => editButton.current?.focus()}
      />
    )
  }
  return (
    <Bubble
      text={message.content}
      beside={
        <Button
          ref={editButton}
          look="quiet"
          size="tool"
          title={t('chat.edit')}
          aria-label={t('chat.edit')}
          // With a mouse it appears where it is looked for; touch and keyboard always have it.
          className="text-ink-3 pointer-fine:opacity-0 group-hover:opacity-100 group-aria-busy/thread:hidden focus-visible:opacity-100"
          onClick={() => setEditing(true)}
        >
          <PencilLine aria-hidden className="size-3.5" />
        </Button>
      }
    >
      {siblings.length > 1 && (
        <div className="-mr-1.5 text-ink-3">
          <Branches item={item} onChoose={onChoose} />
        </div>
      )}
    </Bubble>
  )
})

/** A question on its way to the server. */
export function PendingQuestion({ text, sending }: { readonly text: string; readonly sending: boolean }) {
  const { t } = useSpeech()
  return (
    <Bubble text={text} faded={sending}>
      {sending && <span className="sr-only">{t('chat.sending')}</span>}
    </Bubble>
  )
}

function Bubble({
  text,
  faded = false,
  beside,
  children,
}: {
  readonly text: string
  readonly faded?: boolean
  readonly beside?: ReactNode
  readonly children?: ReactNode
}) {
  const { t } = useSpeech()
  return (
    <article className="message group flex flex-col items-end" data-testid="question">
      <h2 className="sr-only">{t('chat.you')}</h2>
      <div className="flex max-w-[92%] items-center gap-1">
        {beside}
        <div
          className={`min-w-0 rounded-2xl rounded-br-md bg-sunken px-4 py-2.5 whitespace-pre-wrap ${faded ? 'opacity-60' : ''}`}
        >
          {text}
        </div>
      </div>
      {children}
    </article>
  )
}

function EditQuestion({
  item,
  onClose,
  onCancelled,
}: {
  readonly item: ThreadItem
  readonly onClose: () => void
  /** After it has closed: the focus goes back to where it came from. */
  readonly onCancelled: () => void
}) {
  const { t } = useSpeech()
  const { message } = item
  const [text, setText] = useState(message.content)
  const length = text.trim().length
  const running = useTurns(({ turns }) => {
    const turn = turns[message.chatId]
    return turn !== undefined && isRunning(turn)
  })
  const sendable = length > 0 && length <= maxQuestionLength && !running
  const send = () => {
    if (!sendable) return
    onClose()
    focusComposer()
    ask(message.chatId, text, message.parentId)
  }
  const cancel = () => {
    onClose()
    onCancelled()
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    send()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') cancel()
    if (!sendsQuestion(event)) return
    event.preventDefault()
    send()
  }
  return (
    <form onSubmit={onSubmit} className="ml-auto w-full max-w-[85%] rounded-2xl bg-sunken p-3">
      <textarea
        // Who chose to edit wants to type.
        ref={(field) => field?.focus()}
        value={text}
        rows={Math.min(8, text.split('\n').length + 1)}
        aria-label={t('chat.edit')}
        aria-invalid={length > maxQuestionLength}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        className="w-full resize-none rounded-lg bg-transparent px-1.5 py-1 text-base outline-none md:text-[15px]"
      />
      <p className="px-1.5 pb-2 text-xs text-ink-3">{t('chat.edit.text')}</p>
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={cancel}>
          {t('app.cancel')}
        </Button>
        <Button size="small" look="primary" type="submit" disabled={!sendable}>
          {t('chat.send')}
        </Button>
      </div>
    </form>
  )
}

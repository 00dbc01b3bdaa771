import { maxQuestionLength } from '@sage/edge/contract'
import { ArrowUp, Square } from 'lucide-react'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react'
import { Button } from '../../components/ui/button.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { useDrafts } from './draft-store.ts'

/** Enter sends; one that ends a composition belongs to the input method (229 is how Safari tells after the fact). */
export function sendsQuestion(event: KeyboardEvent): boolean {
  const composing = event.nativeEvent.isComposing || event.keyCode === 229
  return event.key === 'Enter' && !event.shiftKey && !composing
}

/** Where the focus goes when what had it is gone. */
export function focusComposer(): void {
  document.querySelector<HTMLElement>('[data-testid=composer]')?.focus({ preventScroll: true })
}

/** From here on the reader is told how much room is left. */
const counterFrom = maxQuestionLength - 500

/**
 * Where questions are typed. The draft is kept per chat under `draftKey`. `running` turns Send into Stop;
 * what is typed meanwhile stays.
 */
export function Composer({
  draftKey,
  running,
  stopping = false,
  onSend,
  onStop,
  autoFocus,
}: {
  readonly draftKey: string
  readonly running: boolean
  readonly stopping?: boolean
  readonly onSend: (text: string) => void
  readonly onStop?: () => void
  readonly autoFocus?: boolean
}) {
  const { t, formats } = useSpeech()
  const text = useDrafts((state) => state.drafts[draftKey] ?? '')
  const setDraft = useDrafts((state) => state.set)
  const field = useRef<HTMLTextAreaElement>(null)
  const length = text.trim().length
  const over = length - maxQuestionLength
  const sendable = length > 0 && over <= 0 && !running

  useLayoutEffect(() => {
    const element = field.current
    // Where the field does not grow by itself.
    if (!element || CSS.supports('field-sizing', 'content')) return
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight}px`
  }, [text])
  useEffect(() => {
    // On a phone the keyboard would cover what there is to read.
    if (autoFocus && matchMedia('(pointer: fine)').matches) field.current?.focus({ preventScroll: true })
  }, [autoFocus])

  const send = () => {
    if (!sendable) return
    setDraft(draftKey, '')
    onSend(text)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!sendsQuestion(event)) return
    event.preventDefault()
    send()
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      className="rounded-2xl border border-line bg-surface p-2 shadow-card transition-colors focus-within:border-line-strong"
    >
      <div className="flex items-end gap-2">
        <textarea
          ref={field}
          rows={1}
          value={text}
          data-testid="composer"
          aria-label={t('chat.composer')}
          aria-invalid={over > 0}
          placeholder={t('chat.composer.placeholder')}
          enterKeyHint="send"
          onChange={(event) => setDraft(draftKey, event.target.value)}
          onKeyDown={onKeyDown}
          className="field-sizing-content max-h-52 min-h-11 flex-1 resize-none bg-transparent px-3 py-2.5 text-base leading-normal outline-none placeholder:text-ink-3 md:text-[15px]"
        />
        {running && onStop ? (
          <Button
            look="secondary"
            size="icon"
            className="size-11 md:size-11"
            onClick={onStop}
            disabled={stopping}
            aria-label={t(stopping ? 'chat.stopping' : 'chat.stop')}
            data-testid="stop"
          >
            <Square aria-hidden className="size-4 fill-current" />
          </Button>
        ) : (
          <Button
            type="submit"
            look="primary"
            size="icon"
            className="size-11 md:size-11"
            disabled={!sendable}
            aria-label={t('chat.send')}
            data-testid="send"
          >
            <ArrowUp aria-hidden className="size-5" />
          </Button>
        )}
      </div>
      {length >= counterFrom && (
        <p
          className={`px-3 pb-1 text-xs tabular-nums ${over > 0 ? 'text-down' : 'text-ink-3'}`}
          role="status"
        >
          {t('chat.counter', { count: formats.count(length), max: formats.count(maxQuestionLength) })}
          {over > 0 && ` · ${t('chat.tooLong', { count: formats.count(over) })}`}
        </p>
      )}
    </form>
  )
}

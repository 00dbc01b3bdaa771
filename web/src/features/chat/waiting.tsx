/** Questions that begin a chat and wait for a network. */
import { WifiOff, X } from 'lucide-react'
import { Button } from '../../components/ui/button.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { useDrafts } from './draft-store.ts'
import { dropQuestion, useOutbox, type WaitingQuestion } from './outbox.ts'

export default function Waiting() {
  const { t } = useSpeech()
  const waiting = useOutbox().filter(({ chatId }) => chatId === undefined)
  const takeBack = ({ clientMessageId, content }: WaitingQuestion) => {
    dropQuestion(clientMessageId)
    useDrafts.getState().restore('new', content)
  }
  if (waiting.length === 0) return null
  return (
    <section
      aria-label={t('chat.waiting.title')}
      className="mb-3 animate-rise rounded-2xl border border-line bg-surface p-3 shadow-card"
    >
      <p role="status" className="flex items-center gap-2 px-1 text-sm text-warn">
        <WifiOff aria-hidden className="size-4 shrink-0" />
        {t('chat.waiting')}
      </p>
      <ul className="mt-2 space-y-1.5">
        {waiting.map((question) => (
          <li key={question.clientMessageId} data-testid="waiting" className="flex items-center gap-1">
            <span className="min-w-0 flex-1 rounded-xl bg-sunken px-3.5 py-2 text-sm wrap-anywhere whitespace-pre-wrap">
              {question.content}
            </span>
            <Button
              look="quiet"
              size="tool"
              aria-label={t('chat.waiting.cancel')}
              title={t('chat.waiting.cancel')}
              onClick={() => takeBack(question)}
            >
              <X aria-hidden className="size-4" />
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

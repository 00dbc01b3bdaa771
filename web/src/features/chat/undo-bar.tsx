/** One line over the page: the chat is gone, and how it comes back. */
import { Button } from '../../components/ui/button.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { deleteSoon, dismissFailure, keepChat, useDeletions } from './deletion.ts'

export function UndoBar() {
  const { t } = useSpeech()
  const { leaving, failed } = useDeletions()
  const last = leaving.at(-1)
  if (last === undefined && failed === undefined) return <p role="status" className="sr-only" />
  return (
    <div
      role="status"
      data-testid="undo-bar"
      className="fixed top-14 left-1/2 z-20 flex w-max max-w-[calc(100vw-2rem)] -translate-x-1/2 animate-rise items-center gap-2 rounded-xl bg-ink py-1.5 pr-1.5 pl-4 text-sm text-canvas shadow-card"
    >
      <span>{t(last === undefined ? 'chats.delete.failed' : 'chats.deleted')}</span>
      <Button
        look="inverse"
        size="small"
        onClick={() => {
          if (last !== undefined) keepChat(last)
          else if (failed !== undefined) {
            dismissFailure()
            deleteSoon(failed)
          }
        }}
      >
        {t(last === undefined ? 'app.retry' : 'app.undo')}
      </Button>
    </div>
  )
}

/** The title of a chat, and what can be done with it. */
import { type Chat, RenameChat } from '@sage/edge/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ArrowLeft, PencilLine, Trash2 } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { Button, buttonClass } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { useTitle } from '../../lib/title.ts'
import { deleteSoon, keepChat } from './deletion.ts'
import { chatCache, chatsQuery, renameChat } from './queries.ts'
import { markSeen, useUnseen } from './unseen.ts'

export function ChatHeader({ chatId }: { readonly chatId: string }) {
  const { t } = useSpeech()
  const { data } = useInfiniteQuery(chatsQuery)
  const [, navigate] = useLocation()
  const [renaming, setRenaming] = useState(false)
  const chat = data?.pages.flatMap((page) => page.chats).find(({ id }) => id === chatId)
  const title = chat?.title || t('chats.untitled')
  useTitle(title)
  useSeen(chat)
  // Whoever comes back to a chat that is about to go wants to keep it.
  useEffect(() => keepChat(chatId), [chatId])
  const remove = () => {
    deleteSoon(chatId)
    navigate('/chat', { replace: true })
  }
  return (
    <header className="flex h-13 items-center gap-1 border-b border-line px-2 md:px-4">
      <Link
        to="/chat"
        aria-label={t('nav.back')}
        className={buttonClass({ look: 'quiet', size: 'icon' }, 'md:hidden')}
      >
        <ArrowLeft aria-hidden className="size-5" />
      </Link>
      <h1 className="min-w-0 flex-1 truncate px-1 text-[15px] font-semibold">{title}</h1>
      <Button look="quiet" size="icon" aria-label={t('chats.rename')} onClick={() => setRenaming(true)}>
        <PencilLine aria-hidden className="size-4" />
      </Button>
      <Button look="quiet" size="icon" aria-label={t('chats.delete')} onClick={remove}>
        <Trash2 aria-hidden className="size-4" />
      </Button>
      {renaming && (
        <RenameDialog chatId={chatId} title={chat?.title ?? ''} onClose={() => setRenaming(false)} />
      )}
    </header>
  )
}

/** What is on screen has been seen; behind another tab it has not. */
function useSeen(chat: Chat | undefined) {
  const unseen = useUnseen((chats) => chat !== undefined && chats.includes(chat.id))
  useEffect(() => {
    if (!chat || !(unseen || chat.unread)) return
    const look = () => {
      if (document.hidden) return
      markSeen(chat.id)
      if (chat.unread) chatCache.seen(chat.id)
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [chat, unseen])
}

function RenameDialog({
  chatId,
  title,
  onClose,
}: {
  readonly chatId: string
  readonly title: string
  readonly onClose: () => void
}) {
  const { t } = useSpeech()
  const [text, setText] = useState(title)
  const [failed, setFailed] = useState(false)
  const rename = RenameChat.safeParse({ title: text })
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (!rename.success) return
    renameChat(chatId, rename.data).then(onClose, () => setFailed(true))
  }
  return (
    <Dialog title={t('chats.rename')} onClose={onClose}>
      <form onSubmit={save}>
        <input
          value={text}
          maxLength={120}
          aria-label={t('chats.rename.label')}
          onChange={(event) => setText(event.target.value)}
          className="mt-4 h-11 w-full rounded-xl border border-line-strong bg-surface px-3"
        />
        {failed && (
          <p role="alert" className="mt-2 text-sm text-down">
            {t('settings.failed')}
          </p>
        )}
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" look="primary" disabled={!rename.success}>
            {t('chats.rename.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

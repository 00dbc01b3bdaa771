/** Links to chats; signs mark where the mentor is writing and where something new has not been seen. */
import type { Chat } from '@sage/edge/contract'
import { NavLink } from '../../components/nav-link.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { classNames } from '../../lib/class-names.ts'
import { useDeletions } from './deletion.ts'
import { runningChats, useTurns } from './turn-state.ts'
import { useUnseen } from './unseen.ts'

export function ChatItems({ chats }: { readonly chats: readonly Chat[] }) {
  const { t, formats } = useSpeech()
  const running = useTurns(runningChats)
  const leaving = useDeletions((state) => state.leaving)
  const unseen = useUnseen()
  return (
    <ul className="space-y-0.5">
      {chats
        .filter(({ id }) => !leaving.includes(id))
        .map((chat) => {
          const writing = running.includes(chat.id)
          const unread = !writing && (chat.unread === true || unseen.includes(chat.id))
          return (
            <li key={chat.id}>
              <NavLink
                to={`/chat/${chat.id}`}
                className={(isActive) =>
                  classNames(
                    'flex min-h-11 items-center gap-2 rounded-lg px-3 text-sm transition-colors hover:bg-sunken md:min-h-9',
                    isActive ? 'bg-sunken font-medium text-ink' : 'text-ink-2',
                    unread && 'font-semibold text-ink',
                  )
                }
              >
                <span className="min-w-0 flex-1 truncate">{chat.title || t('chats.untitled')}</span>
                {writing && (
                  <span className="size-2 shrink-0 animate-breathe rounded-full bg-gold">
                    <span className="sr-only">{t('chats.writing')}</span>
                  </span>
                )}
                {unread && (
                  <span data-testid="unread" className="size-2 shrink-0 rounded-full bg-link">
                    <span className="sr-only">{t('chats.unread')}</span>
                  </span>
                )}
                {!writing && !unread && (
                  <time dateTime={chat.updatedAt} className="shrink-0 text-xs text-ink-3 md:hidden">
                    {formats.date(chat.updatedAt)}
                  </time>
                )}
              </NavLink>
            </li>
          )
        })}
    </ul>
  )
}

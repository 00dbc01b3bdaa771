import { useInfiniteQuery } from '@tanstack/react-query'
import { NavLink } from '../../components/nav-link.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Failed, Loading, Skeleton } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { classNames } from '../../lib/class-names.ts'
import { chatsQuery } from './queries.ts'
import { runningChats, useTurns } from './turn-state.ts'

/** One's chats, newest first; a dot marks those in which the mentor is writing. */
export function ChatList({ emptyText = true }: { readonly emptyText?: boolean }) {
  const { t, formats } = useSpeech()
  const query = useInfiniteQuery(chatsQuery)
  const running = useTurns(runningChats)
  if (query.isPending) {
    return (
      <Loading>
        <div className="space-y-2 px-2 py-1">
          <Skeleton className="h-8" />
          <Skeleton className="h-8" />
          <Skeleton className="h-8" />
        </div>
      </Loading>
    )
  }
  if (query.isError && !query.data) {
    return <Failed onRetry={() => void query.refetch()}>{t('chats.failed')}</Failed>
  }
  const chats = query.data?.pages.flatMap((page) => page.chats) ?? []
  if (chats.length === 0) {
    return emptyText ? <p className="px-3 py-2 text-sm text-ink-3">{t('chats.empty')}</p> : null
  }
  return (
    <>
      <ul className="space-y-0.5">
        {chats.map((chat) => {
          return (
            <li key={chat.id}>
              <NavLink
                to={`/chat/${chat.id}`}
                className={(isActive) =>
                  classNames(
                    'flex min-h-11 items-center gap-2 rounded-lg px-3 text-sm transition-colors hover:bg-sunken md:min-h-9',
                    isActive ? 'bg-sunken font-medium text-ink' : 'text-ink-2',
                  )
                }
              >
                <span className="min-w-0 flex-1 truncate">{chat.title || t('chats.untitled')}</span>
                {running.includes(chat.id) ? (
                  <span aria-hidden className="size-2 shrink-0 animate-breathe rounded-full bg-gold" />
                ) : (
                  <time dateTime={chat.updatedAt} className="shrink-0 text-xs text-ink-3 md:hidden">
                    {formats.date(chat.updatedAt)}
                  </time>
                )}
              </NavLink>
            </li>
          )
        })}
      </ul>
      {query.hasNextPage && (
        <Button
          look="quiet"
          size="small"
          className="mt-1 w-full"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('chats.more')}
        </Button>
      )}
    </>
  )
}

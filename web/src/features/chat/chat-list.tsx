import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from '../../components/ui/button.tsx'
import { Failed, Loading, Skeleton } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { ChatItems } from './chat-items.tsx'
import { chatsQuery } from './queries.ts'

/** One's chats, newest first. */
export function ChatList() {
  const { t } = useSpeech()
  const query = useInfiniteQuery(chatsQuery)
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
  if (chats.length === 0) return <p className="px-3 py-2 text-sm text-ink-3">{t('chats.empty')}</p>
  return (
    <>
      <ChatItems chats={chats} />
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

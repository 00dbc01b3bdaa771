/** One's chats, or those in which the searched words were said. */
import { useQuery } from '@tanstack/react-query'
import { Search, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../../components/ui/button.tsx'
import { Failed, Loading, Skeleton } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { ChatItems } from './chat-items.tsx'
import { ChatList } from './chat-list.tsx'
import { searchQuery } from './queries.ts'

/** Letters that follow each other faster than this are one search. */
const typingPauseMs = 250

export function ChatsWithSearch() {
  const { t } = useSpeech()
  const [text, setText] = useState('')
  const wanted = useSettled(text.trim())
  return (
    <>
      <div className="relative mb-1">
        <Search aria-hidden className="absolute top-1/2 left-3 size-3.5 -translate-y-1/2 text-ink-3" />
        <input
          type="search"
          value={text}
          maxLength={200}
          aria-label={t('chats.search')}
          placeholder={t('chats.search')}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setText('')
          }}
          className="h-11 w-full rounded-lg border border-line bg-surface pr-9 pl-9 text-base placeholder:text-ink-3 focus:border-line-strong focus:outline-none md:h-9 md:text-sm [&::-webkit-search-cancel-button]:hidden"
        />
        {text !== '' && (
          <Button
            look="quiet"
            size="tool"
            className="absolute top-1/2 right-0.5 -translate-y-1/2"
            aria-label={t('chats.search.clear')}
            onClick={() => setText('')}
          >
            <X aria-hidden className="size-3.5" />
          </Button>
        )}
      </div>
      {text.trim() === '' || wanted === '' ? <ChatList /> : <Found text={wanted} />}
    </>
  )
}

function Found({ text }: { readonly text: string }) {
  const { t } = useSpeech()
  const query = useQuery(searchQuery(text))
  if (query.isError) {
    return <Failed onRetry={() => void query.refetch()}>{t('chats.search.failed')}</Failed>
  }
  if (!query.data) {
    return (
      <Loading>
        <Skeleton className="mx-2 mt-2 h-8" />
      </Loading>
    )
  }
  return (
    <>
      <p role="status" className="px-3 py-1 text-xs text-ink-3">
        {query.data.chats.length === 0
          ? t('chats.search.none', { text })
          : t('chats.search.found', { count: query.data.chats.length })}
      </p>
      <ChatItems chats={query.data.chats} />
    </>
  )
}

/** `value` once it has stayed the same for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), typingPauseMs)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

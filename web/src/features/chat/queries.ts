/** Chats and their messages: what is asked of the server, and how its answers are kept. */
import { Chat, Chats, type Message, Messages, type RenameChat } from '@sage/edge/contract'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, apiResponse, parsed } from '../../lib/api.ts'
import { queryClient } from '../../lib/query-client.ts'

export interface MessagePage extends Messages {
  /** The turn that was running when the page was read. */
  readonly runningTurnId: string | null
}

export const chatsQuery = infiniteQueryOptions({
  queryKey: ['chats'],
  queryFn: ({ pageParam, signal }) =>
    api(`/api/chats?limit=30${pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''}`, Chats, {
      signal,
    }),
  initialPageParam: '',
  getNextPageParam: (page: Chats) => page.nextCursor,
})

export function messagesQuery(chatId: string) {
  return infiniteQueryOptions({
    queryKey: ['messages', chatId],
    async queryFn({ pageParam, signal }): Promise<MessagePage> {
      const cursor = pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''
      const response = await apiResponse(`/api/chats/${chatId}/messages?limit=50${cursor}`, { signal })
      const page = parsed(Messages, await response.json())
      return { ...page, runningTurnId: response.headers.get('X-Running-Turn') }
    },
    initialPageParam: '',
    getNextPageParam: (page: MessagePage) => page.nextCursor,
    // Another tab or device may have asked something here.
    refetchOnWindowFocus: 'always',
  })
}

/** Makes a chat, for the alert that `contextId` names where there is one. */
export async function createChat(contextId?: string): Promise<Chat> {
  const chat = await api('/api/chats', Chat, { method: 'POST', body: contextId ? { contextId } : {} })
  queryClient.setQueryData(messagesQuery(chat.id).queryKey, {
    pages: [{ messages: [], nextCursor: null, runningTurnId: null }],
    pageParams: [''],
  })
  void queryClient.invalidateQueries({ queryKey: chatsQuery.queryKey })
  return chat
}

export async function renameChat(chatId: string, rename: RenameChat): Promise<void> {
  const chat = await api(`/api/chats/${chatId}`, Chat, { method: 'PATCH', body: rename })
  chatCache.renamed(chatId, chat.title)
}

export async function deleteChat(chatId: string): Promise<void> {
  await apiResponse(`/api/chats/${chatId}`, { method: 'DELETE' })
  queryClient.removeQueries({ queryKey: messagesQuery(chatId).queryKey })
  await queryClient.invalidateQueries({ queryKey: chatsQuery.queryKey })
}

/** What a running turn tells the cache. */
export const chatCache = {
  renamed(chatId: string, title: string): void {
    queryClient.setQueryData(chatsQuery.queryKey, (data) => {
      if (!data) return data
      const rename = (chat: Chat) => (chat.id === chatId ? { ...chat, title } : chat)
      return { ...data, pages: data.pages.map((page) => ({ ...page, chats: page.chats.map(rename) })) }
    })
  },

  answered(chatId: string, messages: readonly Message[]): void {
    queryClient.setQueryData(messagesQuery(chatId).queryKey, (data) => {
      const [newest, ...older] = data?.pages ?? []
      if (!data || !newest) return data
      const fresh = new Set(messages.map((message) => message.id))
      const kept = newest.messages.filter((message) => !fresh.has(message.id))
      const page = { ...newest, messages: [...kept, ...messages], runningTurnId: null }
      return { ...data, pages: [page, ...older] }
    })
    void queryClient.invalidateQueries({ queryKey: chatsQuery.queryKey })
    const known = queryClient
      .getQueryData(messagesQuery(chatId).queryKey)
      ?.pages.flatMap((page) => page.messages)
    const parentId = messages[0]?.parentId
    // What was asked in between elsewhere is missing here.
    if (parentId && !known?.some(({ id }) => id === parentId)) void chatCache.refresh(chatId)
  },

  async refresh(chatId: string): Promise<void> {
    await queryClient.invalidateQueries({ queryKey: messagesQuery(chatId).queryKey })
  },

  /** Whether the server took the stop. */
  async stop(chatId: string, turnId: string): Promise<boolean> {
    const stopping = apiResponse(`/api/chats/${chatId}/stop`, { method: 'POST', body: { turnId } })
    return stopping.then(
      () => true,
      () => false,
    )
  },
}

/** Chats and their messages: what is asked of the server, and how its answers are kept. */
import { Chat, Chats, type Feedback, type Message, Messages, type RenameChat } from '@sage/edge/contract'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ApiProblem, api, apiResponse, parsed } from '../../lib/api.ts'
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

/** The newest messages of a chat. */
export const newestMessagesPath = (chatId: string) => `/api/chats/${chatId}/messages?limit=50`

export function messagesQuery(chatId: string) {
  return infiniteQueryOptions({
    queryKey: ['messages', chatId],
    async queryFn({ pageParam, signal }): Promise<MessagePage> {
      const cursor = pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''
      const response = await apiResponse(newestMessagesPath(chatId) + cursor, { signal })
      const page = parsed(Messages, await response.json())
      return { ...page, runningTurnId: response.headers.get('X-Running-Turn') }
    },
    initialPageParam: '',
    getNextPageParam: (page: MessagePage) => page.nextCursor,
    // Another tab or device may have asked something here.
    refetchOnWindowFocus: 'always',
  })
}

export async function createChat(): Promise<Chat> {
  const chat = await api('/api/chats', Chat, { method: 'POST', body: {} })
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

/** The chats whose title or words contain `text`. */
export function searchQuery(text: string) {
  return queryOptions({
    queryKey: [...chatsQuery.queryKey, 'search', text],
    queryFn: ({ signal }) => api(`/api/chats/search?q=${encodeURIComponent(text)}`, Chats, { signal }),
    // While the next letters are searched for, what was found before stays.
    placeholderData: keepPreviousData,
  })
}

/** `leavingPage`: the request outlives the page. */
export async function deleteChat(chatId: string, leavingPage = false): Promise<void> {
  await apiResponse(`/api/chats/${chatId}`, { method: 'DELETE', keepalive: leavingPage }).catch((problem) => {
    // Gone already, from another tab.
    if (!(problem instanceof ApiProblem && problem.status === 404)) throw problem
  })
  queryClient.removeQueries({ queryKey: messagesQuery(chatId).queryKey })
  await queryClient.invalidateQueries({ queryKey: chatsQuery.queryKey })
}

/** Keeps a verdict on an answer. It is on screen before the server has it, and off again where that fails. */
export async function rateAnswer(message: Message, feedback: Feedback): Promise<void> {
  const { id, chatId } = message
  chatCache.rated(chatId, id, feedback)
  const path = `/api/chats/${chatId}/messages/${id}/feedback`
  await apiResponse(path, { method: 'PUT', body: feedback }).catch((problem) => {
    chatCache.rated(chatId, id, message.feedback)
    throw problem
  })
}

/** What a running turn tells the cache. */
export const chatCache = {
  renamed(chatId: string, title: string): void {
    changeChat(chatId, { title })
  },

  /** Reading its messages is how the server learns that an answer was seen. */
  seen(chatId: string): void {
    changeChat(chatId, { unread: false })
    void chatCache.refresh(chatId)
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

  rated(chatId: string, messageId: string, feedback: Feedback | undefined): void {
    queryClient.setQueryData(messagesQuery(chatId).queryKey, (data) => {
      if (!data) return data
      const rate = (message: Message) => {
        if (message.id !== messageId) return message
        const { feedback: _, ...unrated } = message
        return feedback ? { ...unrated, feedback } : unrated
      }
      return { ...data, pages: data.pages.map((page) => ({ ...page, messages: page.messages.map(rate) })) }
    })
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

function changeChat(chatId: string, change: Partial<Chat>): void {
  queryClient.setQueryData(chatsQuery.queryKey, (data) => {
    if (!data) return data
    const changed = (chat: Chat) => (chat.id === chatId ? { ...chat, ...change } : chat)
    return { ...data, pages: data.pages.map((page) => ({ ...page, chats: page.chats.map(changed) })) }
  })
}

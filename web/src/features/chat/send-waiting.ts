/** Sends what waits in the outbox, as soon as that is possible. */
import { navigate } from 'wouter/use-browser-location'
import { ApiProblem } from '../../lib/api.ts'
import { queryClient } from '../../lib/query-client.ts'
import { meQuery } from '../account/session.ts'
import { useDrafts } from './draft-store.ts'
import { dropQuestion, keepQuestion, useOutbox, type WaitingQuestion } from './outbox.ts'
import { createChat } from './queries.ts'
import { resume } from './turn-actions.ts'

/** Where the network came back without a sign of it. */
const tryAgainMs = 10_000

let sending = false
let timer: ReturnType<typeof setTimeout> | undefined

/** Keeps a question that begins a chat until the chat can be made. Returns whether that is possible. */
export function askLater(content: string): boolean {
  const me = queryClient.getQueryData(meQuery.queryKey)
  if (!me) return false
  keepQuestion({
    clientMessageId: crypto.randomUUID(),
    userId: me.id,
    content,
    askedAt: new Date().toISOString(),
  })
  sendWaiting()
  return true
}

/** Sends now, and again with every sign of a network until nothing waits. */
export function sendWaiting(): void {
  removeEventListener('online', sendWaiting)
  clearTimeout(timer)
  if (useOutbox.getState().length === 0) return
  addEventListener('online', sendWaiting, { once: true })
  timer = setTimeout(sendWaiting, tryAgainMs)
  if (!sending) void sendAll()
}

async function sendAll(): Promise<void> {
  sending = true
  try {
    const me = await queryClient.ensureQueryData(meQuery)
    for (const question of useOutbox.getState()) {
      if (me && question.userId !== me.id) dropQuestion(question.clientMessageId)
      else if (me && question.chatId === undefined) await openChat(question)
      else if (me && question.chatId !== undefined) resume(question.chatId, question)
    }
  } catch {
    // Without a profile nothing can be sent; the next sign of a network is the next attempt.
  } finally {
    sending = false
  }
}

async function openChat(question: WaitingQuestion): Promise<void> {
  try {
    const chat = await createChat()
    keepQuestion({ ...question, chatId: chat.id })
    resume(chat.id, question)
    if (/^\/chat(?:\/new)?\/?$/.test(location.pathname)) navigate(`/chat/${chat.id}`)
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.transient) return
    // Refused for good: the words go back to where they were typed.
    dropQuestion(question.clientMessageId)
    useDrafts.getState().restore('new', question.content)
  }
}

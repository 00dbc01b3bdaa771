/** What a reader can do with the turns of their chats: ask, stop, try again. Each is followed until it ends. */
import { type Message, maxQuestionLength, type SendMessage, type TurnEvent } from '@sage/edge/contract'
import { browserStream } from '../../lib/browser-stream.ts'
import { keepForOffline } from '../../lib/kept.ts'
import { queryClient, sessionOver } from '../../lib/query-client.ts'
import { meQuery } from '../account/session.ts'
import { useDrafts } from './draft-store.ts'
import { foldTurn, type LiveTurn, newTurn } from './live-turn.ts'
import { dropQuestion, keepQuestion, type WaitingQuestion } from './outbox.ts'
import { chatCache, newestMessagesPath } from './queries.ts'
import { followTurn, type TurnOrigin } from './stream.ts'
import { isRunning, setTurn, turnOf, useTurns } from './turn-state.ts'
import { answerEnded } from './unseen.ts'

/**
 * Asks `content` in the chat, after the message `parentId`: where that is absent, after the newest; where it is
 * `null`, as another beginning. Nothing happens while an answer is being written there.
 */
export function ask(chatId: string, content: string, parentId?: string | null): void {
  const question = content.trim()
  if (question === '' || question.length > maxQuestionLength) return
  const previous = turnOf(chatId)
  if (previous && isRunning(previous)) return
  const asked = {
    content: question,
    clientMessageId: crypto.randomUUID(),
    askedAt: new Date().toISOString(),
    ...(parentId === undefined ? {} : { parentId }),
  }
  const me = queryClient.getQueryData(meQuery.queryKey)
  if (me) keepQuestion({ ...asked, userId: me.id, chatId })
  send(chatId, asked)
}

/** Sends a question again that an earlier page could not send; the server takes it once. */
export function resume(chatId: string, question: AskedQuestion): void {
  if (!turnOf(chatId)) send(chatId, question)
}

type AskedQuestion = Pick<WaitingQuestion, 'content' | 'clientMessageId' | 'askedAt' | 'parentId'>

function send(chatId: string, { content, clientMessageId, askedAt, parentId }: AskedQuestion): void {
  const body: SendMessage = { content, clientMessageId, ...(parentId === undefined ? {} : { parentId }) }
  const url = `/api/chats/${chatId}/messages`
  const turn = { ...newTurn(askedAt, content, parentId), clientMessageId }
  void follow(chatId, turn, { type: 'ask', url, body })
}

/** Asks for one more answer to the same question, beside the one that `answerId` names. */
export function regenerate(chatId: string, answerId: string): void {
  const previous = turnOf(chatId)
  if (previous && isRunning(previous)) return
  const body = { clientMessageId: crypto.randomUUID() }
  const url = `/api/chats/${chatId}/messages/${answerId}/regenerate`
  void follow(chatId, newTurn(new Date().toISOString()), { type: 'ask', url, body })
}

/** Follows a turn that is running already: after a reload, or begun in another tab. */
export function attach(chatId: string): void {
  if (turnOf(chatId)) return
  void follow(chatId, newTurn(new Date().toISOString()), { type: 'attach' })
}

/** Asks the server to end the running turn; its `stopped` event comes through the stream. */
export async function stop(chatId: string): Promise<void> {
  const turn = turnOf(chatId)
  if (!turn || turn.stopping) return
  if (turn.turnId === undefined) {
    await giveUp(chatId, turn)
    return
  }
  setTurn(chatId, { ...turn, stopping: true })
  const stopped = await chatCache.stop(chatId, turn.turnId)
  const current = turnOf(chatId)
  if (!stopped && current?.turnId === turn.turnId) setTurn(chatId, { ...current, stopping: false })
}

/** Nothing has come back yet: the question returns to the composer, unless it turns out to have arrived. */
async function giveUp(chatId: string, turn: LiveTurn): Promise<void> {
  following.get(chatId)?.abort()
  dropQuestion(turn.clientMessageId)
  setTurn(chatId, undefined)
  if (turn.question !== undefined) useDrafts.getState().restore(chatId, turn.question)
  await chatCache.refresh(chatId)
}

/** Tries again what failed or was refused. */
export function retry(chatId: string): void {
  const turn = turnOf(chatId)
  if (!turn || isRunning(turn)) return
  setTurn(chatId, undefined)
  if (turn.failure && turn.assistantMessageId) regenerate(chatId, turn.assistantMessageId)
  else if (turn.question !== undefined) ask(chatId, turn.question, turn.parentId)
}

/** Takes a refused question back into the composer. */
export function dismiss(chatId: string): void {
  const turn = turnOf(chatId)
  setTurn(chatId, undefined)
  if (turn?.refusal && turn.question !== undefined) useDrafts.getState().restore(chatId, turn.question)
}

/** Ends all that is followed: the reader signs out. */
export function forgetTurns(): void {
  for (const controller of following.values()) controller.abort()
  useTurns.setState({ turns: {}, stages: {} })
}

const following = new Map<string, AbortController>()

async function follow(chatId: string, first: LiveTurn, origin: TurnOrigin): Promise<void> {
  const controller = new AbortController()
  following.set(chatId, controller)
  let turn = first
  let frame: number | undefined
  const show = () => {
    frame = undefined
    setTurn(chatId, { ...turn, stopping: turnOf(chatId)?.stopping ?? false })
  }
  // Many events may arrive between two frames; a reader sees only what is painted.
  const showSoon = () => {
    if (document.hidden) show()
    else frame ??= requestAnimationFrame(show)
  }
  setTurn(chatId, turn)

  const end = await followTurn(
    chatId,
    origin,
    {
      event(event) {
        turn = foldTurn(turn, event)
        if (event.type === 'turn') dropQuestion(turn.clientMessageId)
        if (event.type === 'title') chatCache.renamed(chatId, event.title)
        showSoon()
      },
      connection(connection) {
        turn = { ...turn, connection }
        showSoon()
      },
    },
    browserStream,
    controller.signal,
  )
  if (following.get(chatId) === controller) following.delete(chatId)
  if (frame !== undefined) cancelAnimationFrame(frame)
  if (!end) return
  dropQuestion(turn.clientMessageId)
  if (end.type === 'lost') {
    await chatCache.refresh(chatId)
    setTurn(chatId, undefined)
    return
  }
  if (end.type === 'refused') {
    await refused(chatId, { ...turn, refusal: end.problem })
    return
  }
  ended(chatId, turn, end.event)
}

function ended(chatId: string, turn: LiveTurn, event: TurnEvent): void {
  answerEnded(chatId)
  if (event.type === 'done' || event.type === 'stopped') {
    const { message } = event
    useTurns.setState(({ stages }) => ({ stages: { ...stages, [message.id]: turn.stages } }))
    chatCache.answered(chatId, [...questionOf(chatId, turn), message])
    setTurn(chatId, undefined)
    // Reading marks it as seen, so only what is being looked at is read.
    if (!document.hidden && location.pathname === `/chat/${chatId}`)
      keepForOffline(newestMessagesPath(chatId))
    return
  }
  setTurn(chatId, turn)
  void chatCache.refresh(chatId)
}

/** The question as a message, as the server has stored it. */
function questionOf(chatId: string, turn: LiveTurn): Message[] {
  if (turn.question === undefined || turn.userMessageId === undefined) return []
  return [
    {
      id: turn.userMessageId,
      chatId,
      parentId: turn.parentId ?? null,
      turnId: turn.turnId ?? null,
      role: 'user',
      status: 'done',
      content: turn.question,
      parts: [{ type: 'text', text: turn.question }],
      facts: [],
      corrected: false,
      mentor: null,
      createdAt: turn.askedAt,
    },
  ]
}

async function refused(chatId: string, turn: LiveTurn): Promise<void> {
  const code = turn.refusal?.code
  if (code !== 'turn_running' && code !== 'unauthenticated') {
    setTurn(chatId, turn)
    return
  }
  // Whatever comes next, the question goes back to where it was typed.
  if (turn.question !== undefined) useDrafts.getState().restore(chatId, turn.question)
  setTurn(chatId, undefined)
  if (code === 'unauthenticated') {
    sessionOver()
    return
  }
  // Another tab was faster: its answer is shown.
  await chatCache.refresh(chatId)
  attach(chatId)
}

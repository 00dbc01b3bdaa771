/** One chat: its messages, the answer that is being written, and the composer. */
import type { Message } from '@sage/edge/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ArrowDown } from 'lucide-react'
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Link } from 'wouter'
import { KeptNote } from '../../components/kept-note.tsx'
import { Button, buttonClass } from '../../components/ui/button.tsx'
import { Empty, Failed, Loading, Skeleton } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { ApiProblem } from '../../lib/api.ts'
import { Answer, type SignalCardType } from './answer.tsx'
import type { ChooseBranch } from './branches.tsx'
import { Composer, focusComposer } from './composer.tsx'
import { followUps } from './follow-ups.ts'
import { LiveAnswer } from './live-answer.tsx'
import type { LiveTurn } from './live-turn.ts'
import { messagesQuery } from './queries.ts'
import { Question } from './question.tsx'
import { keptItems, pagesOf, rootKey, type ThreadItem, threadOf } from './thread.ts'
import { ask, attach, stop } from './turn-actions.ts'
import { isRunning, useTurns } from './turn-state.ts'
import { useStickToBottom } from './use-stick-to-bottom.ts'

export function Conversation({
  chatId,
  SignalCard,
}: {
  readonly chatId: string
  readonly SignalCard: SignalCardType
}) {
  const { t } = useSpeech()
  const query = useInfiniteQuery(messagesQuery(chatId))
  const turn = useTurns((state) => state.turns[chatId])
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({})
  const box = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const { atEnd, toEnd } = useStickToBottom(box, content)

  const pages = query.data?.pages
  const runningTurnId = pages?.[0]?.runningTurnId
  useEffect(() => {
    if (runningTurnId) attach(chatId)
  }, [chatId, runningTurnId])

  const messages = useMemo(() => pages?.toReversed().flatMap((page) => page.messages) ?? [], [pages])
  // Whatever is new is shown, on whichever branch it stands.
  const newest = messages.at(-1)?.id
  const [newestShown, setNewestShown] = useState(newest)
  if (newest !== newestShown) {
    setNewestShown(newest)
    setChosen({})
  }
  const running = turn !== undefined && isRunning(turn)
  // Its items stay the same while words stream in, so that the answers above are not rendered again.
  const drawn = useRef<readonly ThreadItem[]>([])
  const path = useMemo(() => keptItems(drawn.current, threadOf(messages, chosen)), [messages, chosen])
  useEffect(() => {
    drawn.current = path
  }, [path])
  const pageOf = useMemo(
    () => new Map(pages?.flatMap((page, place) => page.messages.map(({ id }) => [id, place] as const))),
    [pages],
  )
  const hasTurn = turn !== undefined
  const { question, parentId, userMessageId } = turn ?? {}
  const thread = useMemo(
    () => (hasTurn ? beforeTurn(path, { question, parentId, userMessageId }) : path),
    [path, hasTurn, question, parentId, userMessageId],
  )
  const choose = useCallback((message: Message, siblingId: string) => {
    setChosen((before) => ({ ...before, [message.parentId ?? rootKey]: siblingId }))
  }, [])

  if (query.error instanceof ApiProblem && query.error.status === 404) {
    return (
      <Empty title={t('chat.notFound.title')}>
        <p className="text-ink-2">{t('chat.notFound.text')}</p>
        <Link to="/chat" className={buttonClass({ look: 'primary' })}>
          {t('chats.new')}
        </Link>
      </Empty>
    )
  }
  const last = path.at(-1)?.message
  const send = (text: string) => {
    // Someone who reads an older branch goes on with that one.
    ask(chatId, text, last?.id === newest ? undefined : last?.id)
    toEnd()
  }
  const askFurther = (text: string) => {
    send(text)
    // The button that was pressed is gone; on a phone the keyboard would cover the answer.
    if (matchMedia('(pointer: fine)').matches) focusComposer()
    else box.current?.focus({ preventScroll: true })
  }
  const questionIsStored = messages.some((message) => message.id === turn?.userMessageId)
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="relative min-h-0 flex-1">
        <div ref={box} className="h-full overflow-y-auto overscroll-contain" tabIndex={-1}>
          <div ref={content}>
            <section
              aria-label={t('chat.messages')}
              aria-busy={running}
              className="group/thread mx-auto max-w-3xl space-y-6 px-4 py-6"
            >
              <KeptNote prefix={`/api/chats/${chatId}/messages`} />
              {query.hasNextPage && (
                <p className="text-center">
                  <Button
                    look="quiet"
                    size="small"
                    disabled={query.isFetchingNextPage}
                    onClick={() => void query.fetchNextPage()}
                  >
                    {t('chat.messages.older')}
                  </Button>
                </p>
              )}
              {query.isPending && !turn && <MessageSkeletons />}
              {query.isError && !query.data && (
                <Failed onRetry={() => void query.refetch()}>{t('chat.messages.failed')}</Failed>
              )}
              <Thread
                thread={thread}
                pageOf={pageOf}
                hasTurn={hasTurn}
                onChoose={choose}
                SignalCard={SignalCard}
              />
              {turn && <LiveAnswer chatId={chatId} turn={turn} questionIsStored={questionIsStored} />}
              {!turn && last?.role === 'assistant' && <FollowUps message={last} onAsk={askFurther} />}
            </section>
          </div>
        </div>
        {!atEnd && (
          <Button
            size="icon"
            className="absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full shadow-card md:rounded-full"
            aria-label={t('chat.toLatest')}
            onClick={toEnd}
          >
            <ArrowDown aria-hidden className="size-4" />
          </Button>
        )}
      </div>
      <Announcer messages={messages} running={running} />
      <div className="mx-auto w-full max-w-3xl px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] md:px-4">
        <Composer
          draftKey={chatId}
          running={running}
          stopping={turn?.stopping ?? false}
          autoFocus
          onSend={send}
          onStop={() => void stop(chatId)}
        />
        <p className="pt-2 text-center text-xs text-ink-3">{t('chat.disclaimer')}</p>
      </div>
    </div>
  )
}

/** What is said already. It is left alone while words stream in below it. */
const Thread = memo(function Thread({
  thread,
  pageOf,
  hasTurn,
  onChoose,
  SignalCard,
}: {
  readonly thread: readonly ThreadItem[]
  readonly pageOf: ReadonlyMap<string, number>
  readonly hasTurn: boolean
  readonly onChoose: ChooseBranch
  readonly SignalCard: SignalCardType
}) {
  const last = thread.at(-1)
  return pagesOf(thread, pageOf).map(({ page, items }) => (
    <div key={page} className="messages space-y-6">
      {items.map((item) =>
        item.message.role === 'user' ? (
          <Question key={item.message.id} item={item} onChoose={onChoose} />
        ) : (
          <Answer
            key={item.message.id}
            item={item}
            canRegenerate={!hasTurn && item === last}
            onChoose={onChoose}
            SignalCard={SignalCard}
          />
        ),
      )}
    </div>
  ))
})

function FollowUps({
  message,
  onAsk,
}: {
  readonly message: Message
  readonly onAsk: (question: string) => void
}) {
  const { t } = useSpeech()
  const questions = followUps(message)
  if (questions.length === 0) return null
  return (
    <section aria-label={t('chat.follow.title')} className="-mt-2 md:ml-11">
      <ul className="flex flex-wrap gap-2">
        {questions.map(({ key, values }) => (
          <li key={key}>
            <button
              type="button"
              onClick={() => onAsk(t(key, values))}
              className="min-h-11 rounded-full border border-line px-4 py-1.5 text-left text-sm text-ink-2 transition-colors hover:border-line-strong hover:bg-surface hover:text-ink md:min-h-9"
            >
              {t(key, values)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/**
 * The part of the path that stands above the live turn. An old question that is answered anew keeps its place, one
 * that is put differently takes the place of what followed its parent, and so does an answer that failed just now.
 */
function beforeTurn(
  path: readonly ThreadItem[],
  turn: Partial<Pick<LiveTurn, 'question' | 'parentId' | 'userMessageId'>>,
): readonly ThreadItem[] {
  const placeOf = (id: string | null | undefined) => path.findIndex(({ message }) => message.id === id)
  const asked = placeOf(turn.userMessageId)
  if (asked >= 0) return path.slice(0, asked + 1)
  if (turn.question === undefined || turn.parentId === undefined) return path
  const parent = placeOf(turn.parentId)
  return turn.parentId === null || parent >= 0 ? path.slice(0, parent + 1) : path
}

/** Reads an answer aloud once it is complete; a screen reader would stumble over every piece of it. */
function Announcer({
  messages,
  running,
}: {
  readonly messages: readonly Message[]
  readonly running: boolean
}) {
  const { t } = useSpeech()
  const wasRunning = useRef(running)
  const [announced, setAnnounced] = useState('')
  useEffect(() => {
    const last = messages.at(-1)
    if (running) setAnnounced('')
    else if (wasRunning.current && last?.role === 'assistant') {
      setAnnounced(t('chat.answered', { text: last.content }))
    }
    wasRunning.current = running
  }, [running, messages, t])
  return (
    <p aria-live="polite" className="sr-only">
      {announced}
    </p>
  )
}

function MessageSkeletons() {
  return (
    <Loading>
      <div className="flex flex-col gap-6">
        <Skeleton className="h-11 w-2/5 self-end rounded-2xl" />
        <div className="flex gap-3">
          <Skeleton className="size-8 rounded-full" />
          <div className="flex-1 space-y-2.5 pt-1">
            <Skeleton className="h-4 w-11/12" />
            <Skeleton className="h-4 w-10/12" />
            <Skeleton className="h-4 w-3/5" />
          </div>
        </div>
      </div>
    </Loading>
  )
}

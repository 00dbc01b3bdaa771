/** `/chat` and `/chat/new`: a new conversation, which begins to exist with its first question. */
import { Id } from '@sage/db/vocabulary'
import { maxQuestionLength } from '@sage/edge/contract'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { Portrait } from '../components/mark.tsx'
import { Failed } from '../components/ui/state.tsx'
import { ChatsWithSearch } from '../features/chat/chat-search.tsx'
import { Composer } from '../features/chat/composer.tsx'
import { useDrafts } from '../features/chat/draft-store.ts'
import { useOutbox } from '../features/chat/outbox.ts'
import { createChat } from '../features/chat/queries.ts'
import { openChapter, useSpeech } from '../i18n/language.tsx'
import { ApiProblem } from '../lib/api.ts'
import { sessionOver } from '../lib/query-client.ts'
import { useTitle } from '../lib/title.ts'

const newDraft = 'new'
// Without a network it may not come, and then there is nothing to show either.
const Waiting = lazy(() =>
  Promise.all([import('../features/chat/waiting.tsx'), openChapter('pages')]).then(
    ([waiting]) => waiting,
    () => ({ default: () => null }),
  ),
)
const OpenContext = lazy(async () => {
  const [page] = await Promise.all([
    import('../features/notifications/open-context.tsx'),
    openChapter('pages'),
  ])
  return page
})
const suggestions = ['chat.suggest.1', 'chat.suggest.2', 'chat.suggest.3', 'chat.suggest.4'] as const

/** A link of an alert opens the chat of that alert instead. */
export function ChatHome() {
  const [search] = useSearchParams()
  const context = Id.safeParse(search.get('context'))
  return context.success ? <OpenContext contextId={context.data} /> : <NewChat />
}

function NewChat() {
  const { t } = useSpeech()
  const [, navigate] = useLocation()
  const [search] = useSearchParams()
  const [state, setState] = useState<'idle' | 'opening' | 'failed'>('idle')
  useTitle(t('chats.new'))
  const waits = useOutbox(({ length }) => length > 0)

  // What another app shares becomes a draft; the address forgets it, so that a reload does not bring it back.
  useEffect(() => {
    const shared = ['title', 'text', 'url'].flatMap((field) => search.get(field)?.trim() || [])
    if (shared.length === 0) return
    useDrafts.getState().restore(newDraft, shared.join('\n').slice(0, maxQuestionLength))
    navigate('/chat/new', { replace: true })
  }, [search, navigate])

  // The conversation's code comes with the first sign of a question: the page itself does not need it.
  useEffect(() => {
    const signs = ['keydown', 'input', 'pointerdown'] as const
    const load = () => void Promise.all([import('./chat.tsx'), openChapter('pages')])
    for (const sign of signs) addEventListener(sign, load, { once: true })
    return () => {
      for (const sign of signs) removeEventListener(sign, load)
    }
  }, [])

  const later = (question: string) =>
    import('../features/chat/send-waiting.ts').then(
      ({ askLater }) => askLater(question),
      () => false,
    )
  const begin = async (question: string) => {
    setState('opening')
    try {
      const [chat, { ask }] = await Promise.all([createChat(), import('../features/chat/turn-actions.ts')])
      ask(chat.id, question)
      navigate(`/chat/${chat.id}`)
    } catch (problem) {
      if (problem instanceof ApiProblem && problem.code === 'offline' && (await later(question))) {
        setState('idle')
        return
      }
      useDrafts.getState().restore(newDraft, question)
      if (problem instanceof ApiProblem && problem.code === 'unauthenticated') sessionOver()
      setState('failed')
    }
  }

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex min-h-full max-w-3xl flex-col px-4 py-8 md:justify-center">
          <div className="flex flex-col items-center text-center">
            <Portrait className="size-16" />
            <h1 className="mt-4 text-2xl font-semibold tracking-tight text-balance">{t('chat.greeting')}</h1>
            <p className="mt-2 text-ink-2 text-balance">{t('chat.greeting.text')}</p>
          </div>
          <section aria-label={t('chat.suggest.title')} className="mt-8">
            <ul className="grid gap-2 sm:grid-cols-2">
              {suggestions.map((key) => (
                <li key={key}>
                  <button
                    type="button"
                    disabled={state === 'opening'}
                    onClick={() => void begin(t(key))}
                    className="h-full min-h-12 w-full rounded-xl border border-line bg-surface px-4 py-3 text-left text-sm text-ink-2 transition-colors hover:border-line-strong hover:text-ink disabled:opacity-50"
                  >
                    {t(key)}
                  </button>
                </li>
              ))}
            </ul>
          </section>
          <section aria-label={t('chats.recent')} className="mt-8 md:hidden">
            <h2 className="mb-1 px-3 text-xs font-medium text-ink-3">{t('chats.recent')}</h2>
            <ChatsWithSearch />
          </section>
        </div>
      </div>
      <div className="mx-auto w-full max-w-3xl px-3 pb-3 md:px-4">
        {waits && (
          <Suspense>
            <Waiting />
          </Suspense>
        )}
        {state === 'failed' && <Failed className="mb-3">{t('chats.open.failed')}</Failed>}
        {state === 'opening' && (
          <p role="status" className="pb-2 text-center text-sm text-ink-3">
            {t('chats.opening')}
          </p>
        )}
        <Composer
          draftKey={newDraft}
          running={state === 'opening'}
          autoFocus
          onSend={(text) => void begin(text)}
        />
        <p className="pt-2 text-center text-xs text-ink-3">{t('chat.disclaimer')}</p>
      </div>
    </div>
  )
}

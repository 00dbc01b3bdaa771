/** The mentor's review of the portfolio, as a chat on its page. */
import { X } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { Link } from 'wouter'
import { Button } from '../components/ui/button.tsx'
import { Failed, Loading, Skeleton } from '../components/ui/state.tsx'
import { createChat } from '../features/chat/queries.ts'
import { SignalCard } from '../features/portfolio/signal-card.tsx'
import { useSpeech } from '../i18n/language.tsx'

const Conversation = lazy(async () => ({
  default: (await import('../features/chat/conversation.tsx')).Conversation,
}))

export function PortfolioReview({ onClose }: { readonly onClose: () => void }) {
  const { t } = useSpeech()
  const [state, setState] = useState<
    { readonly type: 'opening' | 'failed' } | { readonly type: 'open'; readonly chatId: string }
  >({ type: 'opening' })
  const begun = useRef(false)
  const begin = async () => {
    setState({ type: 'opening' })
    try {
      const [chat, { ask }] = await Promise.all([createChat(), import('../features/chat/turn-actions.ts')])
      ask(chat.id, t('portfolio.review.question'))
      setState({ type: 'open', chatId: chat.id })
    } catch {
      setState({ type: 'failed' })
    }
  }
  // One chat for each opening of the panel.
  useEffect(() => {
    if (!begun.current) void begin()
    begun.current = true
  }, [])
  return (
    <section
      aria-labelledby="review"
      className="mt-4 flex h-[min(38rem,80dvh)] flex-col overflow-hidden rounded-2xl border border-line bg-surface shadow-card"
    >
      <header className="flex items-center gap-3 border-b border-line py-1.5 pr-2 pl-5">
        <h2 id="review" className="flex-1 font-semibold">
          {t('portfolio.review')}
        </h2>
        {state.type === 'open' && (
          <Link to={`/chat/${state.chatId}`} className="text-sm text-link hover:underline">
            {t('portfolio.review.open')}
          </Link>
        )}
        <Button look="quiet" size="icon" aria-label={t('portfolio.review.close')} onClick={onClose}>
          <X aria-hidden className="size-4" />
        </Button>
      </header>
      {state.type === 'failed' && (
        <Failed className="m-4" onRetry={() => void begin()}>
          {t('portfolio.review.failed')}
        </Failed>
      )}
      {state.type === 'opening' && <Waiting />}
      {state.type === 'open' && (
        <Suspense fallback={<Waiting />}>
          <Conversation chatId={state.chatId} SignalCard={SignalCard} />
        </Suspense>
      )}
    </section>
  )
}

function Waiting() {
  return (
    <Loading>
      <Skeleton className="m-5 h-24" />
    </Loading>
  )
}

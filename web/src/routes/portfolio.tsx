/** `/portfolio`: the mentor's advice, measured. `?portfolio` is which one; the default where absent. */
import type { ShadowTrade } from '@sage/edge/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Download, MessageCircle, Pencil, Plus } from 'lucide-react'
import { useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { KeptNote } from '../components/kept-note.tsx'
import { Button, buttonClass } from '../components/ui/button.tsx'
import { Segments } from '../components/ui/segments.tsx'
import { Failed, Loading, Skeleton } from '../components/ui/state.tsx'
import { useDrafts } from '../features/chat/draft-store.ts'
import { ageOf, useLivePrices } from '../features/market/live-prices.ts'
import type { LivePricesOf } from '../features/portfolio/live-values.ts'
import { ManageDialog } from '../features/portfolio/manage-dialog.tsx'
import { Overview } from '../features/portfolio/overview.tsx'
import { type Asked, performanceQuery, portfoliosQuery, tradesQuery } from '../features/portfolio/queries.ts'
import { RangePicker } from '../features/portfolio/range-picker.tsx'
import { TradeDialog } from '../features/portfolio/trade-dialog.tsx'
import { UndoNote } from '../features/portfolio/undo-note.tsx'
import { useSpeech } from '../i18n/language.tsx'
import { useNow } from '../lib/clock.ts'
import { useTitle } from '../lib/title.ts'
import { PortfolioReview } from './portfolio-review.tsx'

export default function PortfolioPage() {
  const { t } = useSpeech()
  useTitle(t('portfolio.title'))
  const [search, setSearch] = useSearchParams()
  const portfolios = useQuery(portfoliosQuery).data?.portfolios ?? []
  const shown = portfolios.find(({ id }) => id === search.get('portfolio')) ?? portfolios[0]
  const [opened, setOpened] = useState<'manage' | 'trade'>()
  const close = () => setOpened(undefined)
  const show = (id: string | undefined) => setSearch(id === undefined ? {} : { portfolio: id })
  const [recorded, setRecorded] = useState<{ readonly trade: ShadowTrade; readonly untilMs: number }>()
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-5xl p-4 md:p-8">
        <header className="flex flex-wrap items-center justify-between gap-3">
          <div>
            <h1 className="text-2xl font-semibold tracking-tight">{t('portfolio.title')}</h1>
            <p className="mt-1 text-sm text-ink-2">{t('portfolio.text')}</p>
          </div>
          <div className="flex flex-wrap gap-2">
            <Button size="small" disabled={!shown} onClick={() => setOpened('trade')}>
              <Plus aria-hidden className="size-3.5" />
              {t('trade.hand')}
            </Button>
            <Button size="small" disabled={!shown} onClick={() => setOpened('manage')}>
              <Pencil aria-hidden className="size-3.5" />
              {t('portfolio.manage')}
            </Button>
          </div>
        </header>
        {shown && portfolios.length > 1 && (
          <div className="mt-4">
            <Segments
              label={t('portfolio.which')}
              value={shown.id}
              options={portfolios.map(({ id, name }) => ({ value: id, text: name }))}
              onChange={show}
            />
          </div>
        )}
        {recorded && <UndoNote key={recorded.trade.id} {...recorded} />}
        <KeptNote prefix="/api/portfolio/performance" className="mt-4" />
        <Shown
          key={shown?.id}
          portfolioId={shown?.isDefault ? undefined : shown?.id}
          isDefault={shown?.isDefault ?? true}
        />
      </div>
      {opened === 'manage' && (
        <ManageDialog
          portfolios={portfolios}
          onDeleted={(id) => {
            if (id === shown?.id) show(undefined)
          }}
          onClose={close}
        />
      )}
      {opened === 'trade' && (
        <TradeDialog
          portfolioId={shown?.id}
          onDone={(trade) => {
            close()
            // The server's clock and this one may differ; how long there is does not.
            const leftMs = Date.parse(trade.undoUntil) - Date.parse(trade.at)
            setRecorded({ trade, untilMs: Date.now() + leftMs })
          }}
          onClose={close}
        />
      )}
    </div>
  )
}

function Shown({
  portfolioId,
  isDefault,
}: {
  readonly portfolioId: string | undefined
  readonly isDefault: boolean
}) {
  const { t } = useSpeech()
  const [asked, setAsked] = useState<Asked>('all')
  const trades = useInfiniteQuery(tradesQuery(portfolioId))
  const performance = useQuery(performanceQuery(portfolioId, asked))
  const prices = usePricesNow()
  const [reviewing, setReviewing] = useState(false)
  const list = trades.data?.pages.flatMap((page) => page.trades)
  const csv = `/api/portfolio/export.csv${portfolioId === undefined ? '' : `?portfolio=${portfolioId}`}`
  return (
    <>
      {list?.length === 0 && <FirstQuestion />}
      {(trades.isError || performance.isError) && !(list && performance.data) && (
        <Failed
          className="mt-5"
          onRetry={() => {
            void trades.refetch()
            void performance.refetch()
          }}
        >
          {t('portfolio.failed')}
        </Failed>
      )}
      {list && list.length > 0 && (
        <>
          <div className="mt-5 flex flex-wrap-reverse items-center justify-between gap-3">
            <RangePicker asked={asked} onChange={setAsked} />
            <div className="flex flex-wrap gap-2">
              {isDefault && !reviewing && (
                <Button size="small" onClick={() => setReviewing(true)}>
                  <MessageCircle aria-hidden className="size-3.5" />
                  {t('portfolio.review')}
                </Button>
              )}
              <a href={csv} download className={buttonClass({ look: 'secondary', size: 'small' })}>
                <Download aria-hidden className="size-3.5" />
                {t('portfolio.export')}
              </a>
            </div>
          </div>
          {reviewing && <PortfolioReview onClose={() => setReviewing(false)} />}
        </>
      )}
      {(trades.isPending || (performance.isPending && list?.length !== 0)) && <PageLoading />}
      {list && list.length > 0 && performance.data && (
        <>
          <Overview
            performance={performance.data}
            trades={list}
            complete={!trades.hasNextPage}
            prices={prices}
          />
          {trades.hasNextPage && (
            <Button
              look="quiet"
              size="small"
              className="mt-2 w-full"
              disabled={trades.isFetchingNextPage}
              onClick={() => void trades.fetchNextPage()}
            >
              {t('chats.more')}
            </Button>
          )}
        </>
      )}
    </>
  )
}

/** The prices that are live; one that is late values nothing. */
function usePricesNow(): LivePricesOf {
  const { data } = useLivePrices()
  const now = useNow()
  const live = Object.values(data?.quotes ?? {}).filter((quote) => ageOf(quote, now).state === 'live')
  return Object.fromEntries(live.map((quote) => [quote.symbol, Number(quote.price)]))
}

/** Opens a new chat with a question in the composer, for the reader to send or change. */
function useQuestion(): (question: string) => void {
  const [, navigate] = useLocation()
  return (question) => {
    useDrafts.getState().set('new', question)
    navigate('/chat/new')
  }
}

/** Where a portfolio begins: with a question. */
function FirstQuestion() {
  const { t } = useSpeech()
  const askMentor = useQuestion()
  return (
    <section className="mt-6 flex flex-col items-center gap-3 rounded-2xl border border-line bg-surface px-6 py-14 text-center shadow-card">
      <h2 className="text-lg font-semibold">{t('portfolio.empty.title')}</h2>
      <p className="max-w-md text-ink-2 text-balance">{t('portfolio.empty.text')}</p>
      <Button look="primary" className="mt-2" onClick={() => askMentor(t('portfolio.empty.question'))}>
        {t('portfolio.empty.ask')}
      </Button>
    </section>
  )
}

function PageLoading() {
  return (
    <Loading>
      <div className="mt-5 space-y-4">
        <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
          <Skeleton className="h-26 rounded-2xl" />
          <Skeleton className="h-26 rounded-2xl" />
          <Skeleton className="h-26 rounded-2xl" />
          <Skeleton className="h-26 rounded-2xl" />
        </div>
        <Skeleton className="h-72 rounded-2xl" />
      </div>
    </Loading>
  )
}

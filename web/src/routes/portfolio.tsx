/** `/portfolio`: the mentor's advice, measured. */
import { PerformanceRange } from '@sage/edge/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Download, MessageCircle } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useLocation } from 'wouter'
import { KeptNote } from '../components/kept-note.tsx'
import { Button, buttonClass } from '../components/ui/button.tsx'
import { Segments } from '../components/ui/segments.tsx'
import { Failed, Loading, Skeleton } from '../components/ui/state.tsx'
import { useDrafts } from '../features/chat/draft-store.ts'
import { ageOf, useLivePrices } from '../features/market/live-prices.ts'
import { ByCoin, Calibration } from '../features/portfolio/breakdown.tsx'
import { type LivePricesOf, liveTotals } from '../features/portfolio/live-values.ts'
import { performanceQuery, tradesQuery } from '../features/portfolio/queries.ts'
import { Summary } from '../features/portfolio/summary.tsx'
import { TradeList } from '../features/portfolio/trade-list.tsx'
import { useSpeech } from '../i18n/language.tsx'
import { useNow } from '../lib/clock.ts'
import { useTitle } from '../lib/title.ts'

const EquityChart = lazy(() => import('../features/portfolio/equity-chart.tsx'))

export default function Portfolio() {
  const { t } = useSpeech()
  useTitle(t('portfolio.title'))
  const [range, setRange] = useState<PerformanceRange>('all')
  const trades = useInfiniteQuery(tradesQuery)
  const performance = useQuery(performanceQuery(range))
  const askMentor = useQuestion()
  const list = trades.data?.pages.flatMap((page) => page.trades)
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-5xl p-4 md:p-8">
        <header className="flex flex-wrap items-center justify-between gap-3">
          <div>
            <h1 className="text-2xl font-semibold tracking-tight">{t('portfolio.title')}</h1>
            <p className="mt-1 text-sm text-ink-2">{t('portfolio.text')}</p>
          </div>
          {list && list.length > 0 && (
            <div className="flex flex-wrap gap-2">
              <Button size="small" onClick={() => askMentor(t('portfolio.review.question'))}>
                <MessageCircle aria-hidden className="size-3.5" />
                {t('portfolio.review')}
              </Button>
              <a
                href="/api/portfolio/export.csv"
                download
                className={buttonClass({ look: 'secondary', size: 'small' })}
              >
                <Download aria-hidden className="size-3.5" />
                {t('portfolio.export')}
              </a>
            </div>
          )}
        </header>
        <KeptNote prefix="/api/portfolio/performance" className="mt-4" />
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
        {(trades.isPending || (performance.isPending && list?.length !== 0)) && <PageLoading />}
        {list && list.length > 0 && performance.data && (
          <>
            <div className="mt-5 overflow-x-auto">
              <Segments
                label={t('portfolio.range')}
                value={range}
                options={PerformanceRange.options.map((value) => ({
                  value,
                  text: t(`portfolio.range.${value}`),
                }))}
                onChange={setRange}
              />
            </div>
            <Contents performance={performance.data} trades={list} complete={!trades.hasNextPage} />
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
      </div>
    </div>
  )
}

function Contents({
  performance,
  trades,
  complete,
}: {
  readonly performance: Parameters<typeof Summary>[0]['performance']
  readonly trades: Parameters<typeof TradeList>[0]['trades']
  readonly complete: boolean
}) {
  const { t, locale, timeZone } = useSpeech()
  const prices = usePricesNow()
  const live = liveTotals(performance, complete ? trades : undefined, prices)
  const drawn = performance.equity.filter(({ index }) => index !== null).length
  return (
    <div className="mt-4 space-y-5">
      {performance.stale && (
        <p role="status" className="rounded-xl bg-warn-wash px-4 py-3 text-sm text-warn">
          {t('portfolio.stale')}
        </p>
      )}
      {performance.incomplete && (
        <p role="status" className="rounded-xl bg-warn-wash px-4 py-3 text-sm text-warn">
          {t('portfolio.incomplete')}
        </p>
      )}
      <Summary performance={performance} live={live} />
      <section aria-labelledby="equity" className="rounded-2xl border border-line bg-surface p-5 shadow-card">
        <header className="flex flex-wrap items-center justify-between gap-2">
          <h2 id="equity" className="font-semibold">
            {t('portfolio.equity')}
          </h2>
          <p className="flex gap-4 text-xs text-ink-2">
            <span className="flex items-center gap-1.5">
              <span aria-hidden className="h-0.5 w-4 bg-gold" />
              {t('portfolio.own')}
            </span>
            <span className="flex items-center gap-1.5">
              <span aria-hidden className="h-0.5 w-4 bg-line-strong" />
              {t('portfolio.benchmark')}
            </span>
          </p>
        </header>
        {drawn < 2 ? (
          <p className="py-10 text-center text-sm text-ink-3">{t('portfolio.equity.soon')}</p>
        ) : (
          <div className="mt-3 h-64">
            <Suspense fallback={<Skeleton className="h-full" />}>
              <EquityChart
                equity={performance.equity}
                locale={locale}
                timeZone={timeZone}
                label={t('portfolio.equity')}
              />
            </Suspense>
          </div>
        )}
      </section>
      <div className="grid gap-5 md:grid-cols-2">
        <ByCoin coins={performance.byCoin} />
        <Calibration rows={performance.byConfidence} />
      </div>
      <TradeList trades={trades} prices={prices} />
    </div>
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

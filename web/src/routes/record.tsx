/** `/record`, for everyone: what came of every piece of advice. */
import { fewestTradesForWinRate, type PublicRecord, recordHorizons } from '@sage/edge/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { PublicFrame } from '../app/public-frame.tsx'
import { Button, buttonClass } from '../components/ui/button.tsx'
import { Segments } from '../components/ui/segments.tsx'
import { Badge, Failed, Loading, Skeleton } from '../components/ui/state.tsx'
import { useLivePrices } from '../features/market/live-prices.ts'
import { ByCoin, ByConfidence, ByMonth, type Days } from '../features/record/breakdown.tsx'
import { Entries } from '../features/record/entries.tsx'
import { Horizons } from '../features/record/horizons.tsx'
import { recordQuery } from '../features/record/queries.ts'
import { useSpeech } from '../i18n/language.tsx'
import { useTitle } from '../lib/title.ts'

export default function RecordPage() {
  const { t, formats } = useSpeech()
  useTitle(t('record.title'))
  const pages = useInfiniteQuery(recordQuery)
  const prices = useLivePrices()
  const newest = pages.data?.pages[0]
  const entries = pages.data?.pages.flatMap((page) => page.entries) ?? []
  return (
    <PublicFrame>
      <div className="mx-auto w-full max-w-5xl px-4 pt-4 pb-10 md:px-8 md:pt-8">
        <p className="text-sm font-medium text-gold-ink">{t('record.title')}</p>
        <h1 className="mt-2 text-3xl font-semibold tracking-tight text-balance md:text-4xl">
          {t('record.headline')}
        </h1>
        <p className="mt-3 max-w-2xl text-ink-2">{t('record.text')}</p>
        {newest && (
          <p className="mt-4 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-3 tabular-nums">
            <b className="font-medium text-ink">{t('record.signals', { count: newest.signals })}</b>
            {t('record.at', { time: formats.dateTime(newest.at) })}
            {prices.data?.source === 'replay' && (
              <Badge tone="gold" title={t('record.replay')}>
                {t('market.replay')}
              </Badge>
            )}
          </p>
        )}
        {pages.isPending && <RecordLoading />}
        {pages.isError && !newest && (
          <Failed className="mt-8" onRetry={() => void pages.refetch()}>
            {t('record.failed')}
          </Failed>
        )}
        {newest?.signals === 0 && <NothingYet />}
        {newest && newest.signals > 0 && (
          <>
            <Totals record={newest} />
            <section aria-labelledby="record-entries" className="mt-10">
              <h2 id="record-entries" className="text-lg font-semibold">
                {t('record.entries')}
              </h2>
              <Entries entries={entries} />
              {pages.hasNextPage && (
                <Button
                  look="quiet"
                  size="small"
                  className="mt-2 w-full"
                  disabled={pages.isFetchingNextPage}
                  onClick={() => void pages.fetchNextPage()}
                >
                  {t('record.more')}
                </Button>
              )}
              {pages.isFetchNextPageError && (
                <Failed className="mt-2" onRetry={() => void pages.fetchNextPage()}>
                  {t('record.failed')}
                </Failed>
              )}
            </section>
          </>
        )}
        <section aria-labelledby="record-method" className="mt-10 max-w-2xl text-sm text-ink-3">
          <h2 id="record-method" className="font-medium text-ink-2">
            {t('record.method')}
          </h2>
          <p className="mt-1">{t('record.method.text')}</p>
        </section>
      </div>
    </PublicFrame>
  )
}

function Totals({ record }: { readonly record: PublicRecord }) {
  const { t } = useSpeech()
  const [days, setDays] = useState<Days>(7)
  const young = record.horizons.some(({ settled }) => settled < fewestTradesForWinRate)
  return (
    <>
      <section aria-label={t('record.hitRate')} className="mt-6">
        <Horizons tallies={record.horizons} />
        {young && (
          <p className="mt-3 text-sm text-ink-3">{t('record.young', { count: fewestTradesForWinRate })}</p>
        )}
      </section>
      <div className="mt-8">
        <Segments
          label={t('record.horizon')}
          value={String(days)}
          options={recordHorizons.map((count) => ({
            value: String(count),
            text: t('record.days', { count }),
          }))}
          onChange={(value) => setDays(recordHorizons.find((count) => String(count) === value) ?? 7)}
        />
      </div>
      <div className="mt-3 grid gap-5 md:grid-cols-2">
        <ByConfidence groups={record.byConfidence} days={days} />
        <ByCoin groups={record.byCoin} days={days} />
      </div>
      <div className="mt-5">
        <ByMonth groups={record.byMonth} days={days} />
      </div>
    </>
  )
}

/** Before the first advice was given. */
function NothingYet() {
  const { t } = useSpeech()
  return (
    <section className="mt-8 flex flex-col items-center gap-3 rounded-2xl border border-line bg-surface px-6 py-14 text-center shadow-card">
      <h2 className="text-lg font-semibold">{t('record.empty.title')}</h2>
      <p className="max-w-md text-ink-2 text-balance">{t('record.empty.text')}</p>
      <Link to="/chat" className={buttonClass({ look: 'primary' }, 'mt-2')}>
        {t('record.empty.ask')}
      </Link>
    </section>
  )
}

function RecordLoading() {
  return (
    <Loading>
      <div className="mt-8 space-y-5">
        <div className="grid gap-3 sm:grid-cols-3">
          <Skeleton className="h-56 rounded-2xl" />
          <Skeleton className="h-56 rounded-2xl" />
          <Skeleton className="h-56 rounded-2xl" />
        </div>
        <Skeleton className="h-64 rounded-2xl" />
      </div>
    </Loading>
  )
}

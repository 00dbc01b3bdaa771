/** Everything that is known of a portfolio over some time, its trades last. */
import type { Performance, ShadowTrade } from '@sage/edge/contract'
import { lazy, Suspense } from 'react'
import { Skeleton } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Allocation } from './allocation.tsx'
import { ByCoin, Calibration } from './breakdown.tsx'
import { EquityTable } from './equity-table.tsx'
import { type LivePricesOf, liveTotals } from './live-values.ts'
import { Summary } from './summary.tsx'
import { TradeList } from './trade-list.tsx'

const EquityChart = lazy(() => import('./equity-chart.tsx'))

export function Overview({
  performance,
  trades,
  complete,
  prices,
}: {
  readonly performance: Performance
  readonly trades: readonly ShadowTrade[]
  /** Whether `trades` are all there are. */
  readonly complete: boolean
  readonly prices: LivePricesOf
}) {
  const { t, locale, timeZone } = useSpeech()
  // What was is not moved by the prices of now.
  const ticking = complete && performance.range !== null ? trades : undefined
  const live = liveTotals(performance, ticking, prices)
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
          <>
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
            <EquityTable equity={performance.equity} />
          </>
        )}
      </section>
      <Allocation coins={performance.byCoin} trades={ticking} prices={prices} />
      <div className="grid gap-5 md:grid-cols-2">
        <ByCoin coins={performance.byCoin} />
        <Calibration rows={performance.byConfidence} />
      </div>
      <TradeList trades={trades} prices={prices} />
    </div>
  )
}

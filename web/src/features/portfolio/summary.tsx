/** What the portfolio came to, in a few figures. */
import { fewestTradesForWinRate, type Performance } from '@sage/edge/contract'
import type { ReactNode } from 'react'
import { Amount, Percent } from '../../components/figures.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import type { LiveTrade } from './live-values.ts'

export function Summary({
  performance,
  live,
}: {
  readonly performance: Performance
  readonly live: Pick<LiveTrade, 'value' | 'profit'>
}) {
  const { t, formats } = useSpeech()
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Card
          name={t('portfolio.value')}
          note={t('portfolio.invested', {
            usdt: performance.invested === null ? '–' : formats.money(performance.invested),
          })}
        >
          <span data-testid="portfolio-value">
            {live.value === undefined ? '–' : formats.money(live.value.toFixed(2))}
          </span>
        </Card>
        <Card
          name={t('portfolio.profit')}
          note={t('portfolio.fees', { usdt: formats.money(performance.fees) })}
        >
          <Amount usdt={live.profit} />
        </Card>
        <Card name={t('portfolio.excess')} note={<Versus performance={performance} />}>
          <Percent fraction={performance.excessReturn} />
        </Card>
        <Card
          name={t('portfolio.winRate')}
          note={
            performance.closedTrades === 0
              ? t('portfolio.closedTrades.none')
              : t('portfolio.closedTrades', { count: performance.closedTrades, wins: performance.wins })
          }
        >
          {performance.winRate === null ? (
            <span className="text-base font-normal text-ink-3">
              {t('portfolio.winRate.few', { count: fewestTradesForWinRate })}
            </span>
          ) : (
            <Percent fraction={performance.winRate} plain />
          )}
        </Card>
      </dl>
      <details className="mt-3 rounded-2xl border border-line bg-surface px-5 py-3 shadow-card">
        <summary className="text-sm font-medium">{t('portfolio.more')}</summary>
        <dl className="mt-3 grid grid-cols-2 gap-x-6 gap-y-3 pb-2 text-sm sm:grid-cols-3 lg:grid-cols-4">
          <Small name={t('portfolio.timeWeighted')}>
            <Percent fraction={performance.timeWeightedReturn} />
          </Small>
          <Small name={t('portfolio.moneyWeighted')}>
            <Percent fraction={performance.moneyWeightedReturn} />
          </Small>
          <Small name={t('portfolio.realised')}>
            <Amount usdt={Number(performance.realised)} />
          </Small>
          <Small name={t('portfolio.unrealised')}>
            <Amount usdt={performance.unrealised === null ? undefined : Number(performance.unrealised)} />
          </Small>
          <Small name={t('portfolio.maxDrawdown')}>
            <Percent fraction={performance.maxDrawdown} plain />
          </Small>
          <Small name={t('portfolio.volatility')}>
            <Percent fraction={performance.volatility} plain />
          </Small>
          <Small name={t('portfolio.sharpe')}>{ratio(performance.sharpe)}</Small>
          <Small name={t('portfolio.sortino')}>{ratio(performance.sortino)}</Small>
          <Small name={t('portfolio.profitFactor')}>{ratio(performance.profitFactor)}</Small>
          <Small name={t('portfolio.exposure')}>
            <Percent fraction={performance.exposure} plain />
          </Small>
        </dl>
      </details>
    </>
  )
}

function Versus({ performance }: { readonly performance: Performance }) {
  const { t } = useSpeech()
  return (
    <>
      <span className="whitespace-nowrap">
        {t('portfolio.own')} <Percent fraction={performance.timeWeightedReturn} />
      </span>{' '}
      <span className="whitespace-nowrap">
        · BTC <Percent fraction={performance.benchmarkReturn} />
      </span>
    </>
  )
}

function Card({
  name,
  note,
  children,
}: {
  readonly name: string
  readonly note: ReactNode
  readonly children: ReactNode
}) {
  return (
    <div className="rounded-2xl border border-line bg-surface p-4 shadow-card">
      <dt className="text-sm text-ink-3">{name}</dt>
      <dd className="mt-1 text-xl font-semibold tracking-tight tabular-nums">{children}</dd>
      <dd className="mt-1 text-xs text-ink-3 tabular-nums">{note}</dd>
    </div>
  )
}

function Small({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="text-ink-3">{name}</dt>
      <dd className="font-medium tabular-nums">{children}</dd>
    </div>
  )
}

const ratio = (value: string | null) => (value === null ? '–' : Number(value).toFixed(2))

/** The shadow portfolio for somebody who has none yet: an example that is computed from real candles and says so. */
import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Link } from 'wouter'
import { Badge, Failed, Skeleton } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { historyQuery } from '../market/history.ts'
import { Change } from '../market/price.tsx'
import { coins, type ExamplePoint, exampleCurve, exampleShares } from './example-portfolio.ts'

export function ShadowDemo() {
  const { t } = useSpeech()
  const histories = useQueries({ queries: coins.map((coin) => historyQuery(coin, '30d')) })
  const [btc, eth, sol] = histories.map(({ data }) => data?.candles)
  const curve = useMemo(
    () => (btc && eth && sol ? exampleCurve({ BTC: btc, ETH: eth, SOL: sol }) : undefined),
    [btc, eth, sol],
  )
  const failed = histories.some(({ isError, data }) => isError && !data)
  return (
    <section
      aria-labelledby="shadow-demo"
      className="mx-auto grid w-full max-w-6xl gap-10 px-4 py-16 md:px-8 md:py-20 lg:grid-cols-[1fr_1.2fr] lg:items-center"
    >
      <div>
        <h2 id="shadow-demo" className="text-2xl font-semibold tracking-tight text-balance md:text-3xl">
          {t('landing.shadow.title')}
        </h2>
        <p className="mt-4 text-ink-2">{t('landing.shadow.text')}</p>
        <ol className="mt-6 space-y-4">
          {(['ask', 'take', 'measure'] as const).map((step, place) => (
            <li key={step} className="flex gap-3">
              <span
                aria-hidden
                className="flex size-7 shrink-0 items-center justify-center rounded-full bg-gold-wash text-sm font-semibold text-gold-ink"
              >
                {place + 1}
              </span>
              <p className="pt-0.5 text-ink-2">{t(`landing.shadow.${step}`)}</p>
            </li>
          ))}
        </ol>
        <Link
          to="/record"
          className="mt-6 inline-flex min-h-11 items-center font-medium text-link hover:underline"
        >
          {t('landing.record')}
        </Link>
      </div>
      <figure className="rounded-3xl border border-line bg-surface p-5 shadow-card md:p-7">
        <figcaption className="flex flex-wrap items-center gap-2 text-sm text-ink-2">
          <Badge tone="gold">{t('landing.shadow.example')}</Badge>
          {t('landing.shadow.caption', {
            shares: coins.map((coin) => `${coin} ${exampleShares[coin] * 100}%`).join(' · '),
          })}
        </figcaption>
        {failed && (
          <Failed className="mt-4" onRetry={() => histories.forEach((history) => void history.refetch())}>
            {t('market.chart.failed')}
          </Failed>
        )}
        {!failed && !curve && <Skeleton className="mt-5 h-64 rounded-xl" />}
        {curve?.length === 0 && (
          <p className="py-20 text-center text-sm text-ink-3">{t('market.chart.empty')}</p>
        )}
        {curve && curve.length > 0 && <Curve curve={curve} />}
      </figure>
    </section>
  )
}

const width = 560
const height = 220

function Curve({ curve }: { readonly curve: readonly ExamplePoint[] }) {
  const { t, formats } = useSpeech()
  const [first] = curve
  const last = curve.at(-1)
  if (!first || !last) return null
  const values = curve.flatMap(({ own, btc }) => [own, btc])
  const [low, high] = [Math.min(...values, 100), Math.max(...values, 100)]
  const x = (place: number) => (place / (curve.length - 1)) * width
  const y = (value: number) => 8 + ((high - value) / (high - low || 1)) * (height - 16)
  const line = (of: (point: ExamplePoint) => number) =>
    curve.map((point, place) => `${x(place).toFixed(1)},${y(of(point)).toFixed(1)}`).join(' ')
  const percent = (value: number) => (value - 100).toFixed(2)
  // A day apart is what a table can be read in.
  const days = [...new Map(curve.map((point) => [point.at.slice(0, 10), point])).values()]
  return (
    <>
      <dl className="mt-5 flex flex-wrap gap-x-10 gap-y-3">
        <Total name={t('landing.shadow.own')} line="bg-gold" percent={percent(last.own)} />
        <Total name={t('landing.shadow.benchmark')} line="bg-line-strong" percent={percent(last.btc)} />
      </dl>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        aria-hidden
        preserveAspectRatio="none"
        className="mt-4 h-52 w-full overflow-visible"
      >
        <line
          x1="0"
          x2={width}
          y1={y(100)}
          y2={y(100)}
          stroke="var(--line-strong)"
          strokeDasharray="2 5"
          vectorEffect="non-scaling-stroke"
        />
        <polyline
          points={line(({ btc }) => btc)}
          fill="none"
          stroke="var(--line-strong)"
          strokeWidth="1.75"
          vectorEffect="non-scaling-stroke"
        />
        <polygon
          points={`0,${height} ${line(({ own }) => own)} ${width},${height}`}
          fill="var(--gold)"
          opacity="0.1"
        />
        <polyline
          points={line(({ own }) => own)}
          fill="none"
          stroke="var(--gold)"
          strokeWidth="2.5"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <div aria-hidden className="mt-2 flex justify-between text-xs text-ink-3">
        <span>{formats.date(first.at)}</span>
        <span>{formats.date(last.at)}</span>
      </div>
      <details className="mt-3 text-sm">
        <summary className="py-2 text-ink-2">{t('market.table')}</summary>
        <div className="overflow-x-auto">
          <table className="w-full text-right tabular-nums">
            <thead className="text-xs text-ink-3">
              <tr>
                <th scope="col" className="py-1.5 text-left font-medium">
                  {t('market.table.time')}
                </th>
                <th scope="col" className="font-medium">
                  {t('landing.shadow.own')}
                </th>
                <th scope="col" className="font-medium">
                  {t('landing.shadow.benchmark')}
                </th>
              </tr>
            </thead>
            <tbody>
              {days.toReversed().map(({ at, own, btc }) => (
                <tr key={at} className="border-t border-line">
                  <th scope="row" className="py-1.5 text-left font-normal text-ink-2">
                    {formats.date(at)}
                  </th>
                  <td>{formats.change(percent(own))}</td>
                  <td>{formats.change(percent(btc))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  )
}

function Total({
  name,
  line,
  percent,
}: {
  readonly name: string
  readonly line: string
  readonly percent: string
}) {
  return (
    <div>
      <dt className="flex items-center gap-2 text-sm text-ink-3">
        <span aria-hidden className={`h-0.5 w-4 ${line}`} />
        {name}
      </dt>
      <dd className="mt-0.5">
        <Change percent={percent} className="text-2xl font-semibold" />
      </dd>
    </div>
  )
}

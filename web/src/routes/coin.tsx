/** `/market/:symbol`: one coin now and over time. */
import { CoinSymbol, HistoryRange } from '@sage/db/vocabulary'
import type { Candles } from '@sage/edge/contract'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, MessageCircle } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react'
import { Link, useLocation, useParams } from 'wouter'
import { Button, buttonClass } from '../components/ui/button.tsx'
import { Badge, Empty, Failed, Skeleton } from '../components/ui/state.tsx'
import { useDrafts } from '../features/chat/draft-store.ts'
import { barsOf, liveBar } from '../features/market/bars.ts'
import { historyQuery } from '../features/market/history.ts'
import { ageOf, type HeldQuote, useLivePrices } from '../features/market/live-prices.ts'
import { Change, LivePrice } from '../features/market/price.tsx'
import { useSpeech } from '../i18n/language.tsx'
import { classNames } from '../lib/class-names.ts'
import { useNow } from '../lib/clock.ts'
import { useTitle } from '../lib/title.ts'

const CandleChart = lazy(() => import('../features/market/candle-chart.tsx'))

export default function CoinPage() {
  const { t } = useSpeech()
  const symbol = CoinSymbol.safeParse(useParams().symbol?.toUpperCase())
  if (!symbol.success) {
    return (
      <Empty title={t('market.unknown')}>
        <Link to="/market" className={buttonClass({ look: 'primary' })}>
          {t('nav.market')}
        </Link>
      </Empty>
    )
  }
  return <Coin key={symbol.data} symbol={symbol.data} />
}

function Coin({ symbol }: { readonly symbol: CoinSymbol }) {
  const { t } = useSpeech()
  const [, navigate] = useLocation()
  useTitle(t(`coin.${symbol}`))
  const prices = useLivePrices()
  const quote = prices.data?.quotes[symbol]
  const askMentor = () => {
    useDrafts.getState().set('new', t('market.ask.question', { coin: symbol }))
    navigate('/chat/new')
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-5xl p-4 md:p-8">
        <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <Link
            to="/market"
            aria-label={t('nav.back')}
            className={buttonClass({ look: 'quiet', size: 'icon' }, '-ml-2')}
          >
            <ArrowLeft aria-hidden className="size-5" />
          </Link>
          <h1 className="text-xl font-semibold tracking-tight">
            {t(`coin.${symbol}`)} <span className="font-normal text-ink-3">{symbol}</span>
          </h1>
          <Button look="primary" size="small" className="ml-auto" onClick={askMentor}>
            <MessageCircle aria-hidden className="size-4" />
            {t('market.ask.mentor')}
          </Button>
        </header>
        <CoinNow quote={quote} loading={prices.isPending} />
        <History symbol={symbol} quote={quote} />
      </div>
    </div>
  )
}

function CoinNow({ quote, loading }: { readonly quote: HeldQuote | undefined; readonly loading: boolean }) {
  const { t, formats } = useSpeech()
  const now = useNow()
  const age = quote && ageOf(quote, now)
  if (loading) return <Skeleton className="mt-4 h-20 max-w-96" />
  if (!quote || !age || age.state === 'gone') {
    return (
      <p className="mt-4 text-ink-2">
        <b className="block text-lg font-semibold">{t('market.gone')}</b>
        {t('market.gone.text')}
      </p>
    )
  }
  return (
    <section className="mt-3">
      <p
        className={classNames('flex flex-wrap items-baseline gap-x-3', age.state === 'stale' && 'text-ink-3')}
      >
        <LivePrice price={quote.price} className="text-4xl tracking-tight" />
        <span className="text-ink-3">USDT</span>
        {quote.changePercent24h !== undefined && (
          <Change percent={quote.changePercent24h} className="text-lg font-medium" />
        )}
      </p>
      <p className="mt-1 flex flex-wrap items-center gap-2 text-sm text-ink-3">
        <span>
          {t(`fact.venue.${quote.venue}`)} · {formats.time(quote.at)} · {formats.age(age.ageMs)}
        </span>
        {age.state === 'stale' && <Badge tone="warn">{t('market.stale')}</Badge>}
        {quote.disagreement && (
          <Badge tone="warn">
            {t('market.disagreement', {
              venue: t(`fact.venue.${quote.disagreement.venue}`),
              percent: formats.percent(quote.disagreement.percent),
            })}
          </Badge>
        )}
      </p>
      <dl className="mt-4 grid grid-cols-2 gap-x-6 gap-y-3 text-sm sm:flex sm:flex-wrap">
        <Measure name={t('market.high24h')} value={quote.high24h} format={formats.price} />
        <Measure name={t('market.low24h')} value={quote.low24h} format={formats.price} />
        <Measure name={t('market.volume24h')} value={quote.volume24h} format={formats.compact} />
        <Measure name={t('market.bid')} value={quote.bid} format={formats.price} />
        <Measure name={t('market.ask')} value={quote.ask} format={formats.price} />
      </dl>
    </section>
  )
}

function Measure({
  name,
  value,
  format,
}: {
  readonly name: string
  readonly value: string | undefined
  readonly format: (value: string) => string
}) {
  if (value === undefined) return null
  return (
    <div>
      <dt className="text-xs text-ink-3">{name}</dt>
      <dd className="font-medium tabular-nums">{format(value)}</dd>
    </div>
  )
}

function History({ symbol, quote }: { readonly symbol: CoinSymbol; readonly quote: HeldQuote | undefined }) {
  const { t } = useSpeech()
  const [range, setRange] = useState<HistoryRange>('24h')
  const history = useQuery(historyQuery(symbol, range))
  const label = t('market.chart', { coin: t(`coin.${symbol}`), range: t(`market.range.${range}`) })
  return (
    <section className="mt-6 rounded-2xl border border-line bg-surface p-3 shadow-card md:p-5">
      <fieldset className="relative flex gap-1 overflow-x-auto">
        <legend className="sr-only">{t('market.range')}</legend>
        {HistoryRange.options.map((option) => (
          <Button
            key={option}
            look={option === range ? 'secondary' : 'quiet'}
            size="small"
            aria-pressed={option === range}
            onClick={() => setRange(option)}
          >
            {t(`market.range.${option}`)}
          </Button>
        ))}
      </fieldset>
      <div className="mt-3 h-80 md:h-104">
        <ChartArea
          failed={history.isError && !history.data}
          onRetry={() => void history.refetch()}
          data={history.data}
        >
          {(candles) => <Chart key={`${symbol} ${range}`} candles={candles} quote={quote} label={label} />}
        </ChartArea>
      </div>
      {history.data && history.data.candles.length > 0 && (
        <details className="mt-3 text-sm">
          <summary className="py-2 text-ink-2">{t('market.table')}</summary>
          <CandleTable candles={history.data.candles} caption={label} />
        </details>
      )}
    </section>
  )
}

function Chart({
  candles,
  quote,
  label,
}: {
  readonly candles: Candles
  readonly quote: HeldQuote | undefined
  readonly label: string
}) {
  const { locale, timeZone } = useSpeech()
  const now = useNow()
  const drawn = useMemo(() => barsOf(candles), [candles])
  const isLive = quote !== undefined && ageOf(quote, now).state === 'live'
  const live = useMemo(() => (isLive ? liveBar(drawn, quote) : undefined), [drawn, isLive, quote])
  return <CandleChart candles={drawn.bars} live={live} locale={locale} timeZone={timeZone} label={label} />
}

function ChartArea({
  data,
  failed,
  onRetry,
  children,
}: {
  readonly data: Candles | undefined
  readonly failed: boolean
  readonly onRetry: () => void
  readonly children: (history: Candles) => ReactNode
}) {
  const { t } = useSpeech()
  if (failed) return <Failed onRetry={onRetry}>{t('market.chart.failed')}</Failed>
  if (!data) return <Skeleton className="h-full rounded-xl" />
  if (data.candles.length === 0)
    return <p className="p-8 text-center text-ink-3">{t('market.chart.empty')}</p>
  return <Suspense fallback={<Skeleton className="h-full rounded-xl" />}>{children(data)}</Suspense>
}

function CandleTable({
  candles,
  caption,
}: {
  readonly candles: Candles['candles']
  readonly caption: string
}) {
  const { t, formats } = useSpeech()
  return (
    <div className="max-h-80 overflow-auto">
      <table className="w-full text-right whitespace-nowrap tabular-nums">
        <caption className="sr-only">{caption}</caption>
        <thead className="sticky top-0 bg-surface text-xs text-ink-3">
          <tr>
            {(['time', 'open', 'high', 'low', 'close', 'volume'] as const).map((column) => (
              <th key={column} scope="col" className="px-2 py-1.5 font-medium first:text-left">
                {t(`market.table.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {candles.toReversed().map((candle) => (
            <tr key={candle.at} className="border-t border-line">
              <th scope="row" className="px-2 py-1.5 text-left font-normal text-ink-2">
                {formats.dateTime(candle.at)}
              </th>
              <td className="px-2">{formats.price(candle.open)}</td>
              <td className="px-2">{formats.price(candle.high)}</td>
              <td className="px-2">{formats.price(candle.low)}</td>
              <td className="px-2">{formats.price(candle.close)}</td>
              <td className="px-2">{formats.compact(candle.quoteVolume)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Six prices in one line, on every screen of the app. */
import { type CoinSymbol, coinSymbols } from '@sage/db/vocabulary'
import { Link } from 'wouter'
import { Badge, Skeleton } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { classNames } from '../../lib/class-names.ts'
import { useNow } from '../../lib/clock.ts'
import { bandOf } from './fear-greed.ts'
import { ageOf, type HeldQuote, useLivePrices, useMarketConnection } from './live-prices.ts'
import { Change, LivePrice } from './price.tsx'

export default function Ticker() {
  const { t } = useSpeech()
  const { data } = useLivePrices()
  const reconnecting = useMarketConnection((state) => state.connection === 'reconnecting')
  return (
    <section
      aria-label={t('market.ticker')}
      className="relative flex h-11 items-center gap-0.5 overflow-x-auto border-b border-line bg-surface px-2 text-[12.5px] [scrollbar-width:none] md:px-4"
    >
      {data?.source === 'replay' && (
        <span className="pr-1">
          <Badge tone="gold" title={t('market.replay.text')}>
            {t('market.replay')}
          </Badge>
        </span>
      )}
      {reconnecting && <Badge tone="warn">{t('market.reconnecting')}</Badge>}
      {coinSymbols.map((symbol) => (
        <TickerItem key={symbol} symbol={symbol} quote={data?.quotes[symbol]} loading={!data} />
      ))}
      {data?.fearGreed && (
        <Link
          to="/market"
          title={t('fearGreed.title')}
          className="ml-auto flex bg-surface md:sticky md:right-0 items-center gap-1.5 rounded-lg px-2 py-1.5 whitespace-nowrap hover:bg-sunken"
        >
          <span className="text-ink-2">{t(`fearGreed.band.${bandOf(data.fearGreed.value)}`)}</span>
          <b className="font-semibold tabular-nums">{data.fearGreed.value}</b>
        </Link>
      )}
    </section>
  )
}

function TickerItem({
  symbol,
  quote,
  loading,
}: {
  readonly symbol: CoinSymbol
  readonly quote: HeldQuote | undefined
  readonly loading: boolean
}) {
  const { t, formats } = useSpeech()
  const now = useNow()
  const age = quote && ageOf(quote, now)
  return (
    <Link
      to={`/market/${symbol}`}
      data-testid={`quote-${symbol}`}
      data-state={age?.state ?? 'none'}
      title={quote && age ? `${t(`fact.venue.${quote.venue}`)} · ${formats.age(age.ageMs)}` : undefined}
      className="flex items-center gap-1 rounded-lg px-1.5 py-1.5 md:px-1 whitespace-nowrap hover:bg-sunken"
    >
      <span className="font-medium text-ink-2">{symbol}</span>
      {loading && <Skeleton className="h-4 w-20" />}
      {!loading && (!quote || age?.state === 'gone') && (
        <span className="text-ink-3">{t('market.gone')}</span>
      )}
      {quote && age && age.state !== 'gone' && (
        <span className={classNames('flex items-center gap-1', age.state === 'stale' && 'text-ink-3')}>
          <LivePrice price={quote.price} />
          {quote.changePercent24h !== undefined && <Change percent={quote.changePercent24h} />}
          {age.state === 'stale' && (
            <span className="text-xs font-medium text-warn">
              {t('market.stale')} {formats.age(age.ageMs)}
            </span>
          )}
        </span>
      )}
    </Link>
  )
}

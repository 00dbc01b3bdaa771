/** Six prices in one line, on every screen of the app. */
import { type CoinSymbol, coinSymbols } from '@sage/db/vocabulary'
import { Link } from 'wouter'
import { Badge, Skeleton } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { classNames } from '../../lib/class-names.ts'
import { useNow } from '../../lib/clock.ts'
import { bandColours, bandOf } from './fear-greed.ts'
import { ageOf, type HeldQuote, useLivePrices, useMarketConnection } from './live-prices.ts'
import { Change, LivePrice } from './price.tsx'

export default function Ticker() {
  const { t } = useSpeech()
  const { data, isPending } = useLivePrices()
  const reconnecting = useMarketConnection((state) => state.connection === 'reconnecting')
  return (
    <section
      aria-label={t('market.ticker')}
      className="flex h-11 shrink-0 items-center border-b border-line bg-surface text-[12.5px]"
    >
      <div className="relative flex h-full min-w-0 flex-1 items-center gap-0.5 overflow-x-auto px-2 [mask-image:linear-gradient(to_right,#000_calc(100%-1.5rem),transparent)] pr-6 [scrollbar-width:none] md:pl-4">
        {data?.source === 'replay' && (
          <span className="pr-1">
            <Badge tone="gold" title={t('market.replay.text')}>
              {t('market.replay')}
            </Badge>
          </span>
        )}
        {reconnecting && <Badge tone="warn">{t('market.reconnecting')}</Badge>}
        {coinSymbols.map((symbol) => (
          <TickerItem key={symbol} symbol={symbol} quote={data?.quotes[symbol]} loading={isPending} />
        ))}
      </div>
      {data?.fearGreed && (
        <Link
          to="/market"
          title={t('fearGreed.title')}
          data-testid="fear-greed"
          className="mr-2 flex shrink-0 items-center gap-1.5 rounded-lg px-2 py-1.5 whitespace-nowrap hover:bg-sunken md:mr-4"
        >
          {/* On a phone the word gives its room to the prices. */}
          <span className="sr-only text-ink-2 md:not-sr-only">
            {t(`fearGreed.band.${bandOf(data.fearGreed.value)}`)}
          </span>
          <span
            aria-hidden
            className="size-2 rounded-full"
            style={{ backgroundColor: bandColours[bandOf(data.fearGreed.value)] }}
          />
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

/** `/market`: six coins and the mood. */
import { type CoinSymbol, coinSymbols } from '@sage/db/vocabulary'
import { Link } from 'wouter'
import { Badge, Failed, Skeleton } from '../components/ui/state.tsx'
import { FearGreedCard } from '../features/market/gauge.tsx'
import { ageOf, type HeldQuote, useLivePrices } from '../features/market/live-prices.ts'
import { Change, LivePrice } from '../features/market/price.tsx'
import { useSpeech } from '../i18n/language.tsx'
import { classNames } from '../lib/class-names.ts'
import { useNow } from '../lib/clock.ts'
import { useTitle } from '../lib/title.ts'

export default function Market() {
  const { t } = useSpeech()
  useTitle(t('market.title'))
  const prices = useLivePrices()
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-5xl p-4 md:p-8">
        <header className="flex flex-wrap items-baseline gap-x-3">
          <h1 className="text-2xl font-semibold tracking-tight">{t('market.title')}</h1>
          <p className="text-ink-3">{t('market.text')}</p>
        </header>
        {prices.data?.source === 'replay' && (
          <p className="mt-3 rounded-xl bg-gold-wash px-4 py-2.5 text-sm text-gold-ink">
            <b className="font-semibold">{t('market.replay')}</b> · {t('market.replay.text')}
          </p>
        )}
        {prices.isError && !prices.data && (
          <Failed className="mt-4" onRetry={() => void prices.refetch()}>
            {t('market.failed')}
          </Failed>
        )}
        <div className="mt-5 grid gap-4 lg:grid-cols-[1fr_20rem]">
          <ul className="divide-y divide-line overflow-hidden rounded-2xl border border-line bg-surface shadow-card lg:self-start">
            {coinSymbols.map((symbol) => (
              <li key={symbol}>
                <CoinRow symbol={symbol} quote={prices.data?.quotes[symbol]} loading={prices.isPending} />
              </li>
            ))}
          </ul>
          <FearGreedCard index={prices.data?.fearGreed} />
        </div>
      </div>
    </div>
  )
}

function CoinRow({
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
      className="flex min-h-18 items-center gap-3 px-4 py-3 hover:bg-sunken md:px-5"
    >
      <CoinSign symbol={symbol} />
      <span className="min-w-0 flex-1">
        <span className="block font-semibold">{symbol}</span>
        <span className="block truncate text-sm text-ink-3">{t(`coin.${symbol}`)}</span>
      </span>
      {loading && <Skeleton className="h-9 w-28" />}
      {!loading && (!quote || !age || age.state === 'gone') && (
        <span className="max-w-44 text-right text-sm text-ink-3">
          {t('market.gone')}
          <span className="block text-xs">{t('market.gone.text')}</span>
        </span>
      )}
      {quote && age && age.state !== 'gone' && (
        <span className="text-right">
          <span className={classNames('block text-base', age.state === 'stale' && 'text-ink-3')}>
            <LivePrice price={quote.price} /> <span className="text-xs text-ink-3">USDT</span>
          </span>
          <span className="flex items-center justify-end gap-2 text-sm">
            {age.state === 'stale' ? (
              <Badge tone="warn">
                {t('market.stale')} {formats.age(age.ageMs)}
              </Badge>
            ) : (
              <span className="text-xs text-ink-3 tabular-nums">
                {t(`fact.venue.${quote.venue}`)} · {formats.age(age.ageMs)}
              </span>
            )}
            {quote.changePercent24h !== undefined && (
              <Change percent={quote.changePercent24h} className="min-w-18 font-medium" />
            )}
          </span>
        </span>
      )}
    </Link>
  )
}

/** A coin as its symbol on a quiet disc: the issuers' logos are theirs. */
function CoinSign({ symbol }: { readonly symbol: CoinSymbol }) {
  return (
    <span
      aria-hidden
      className="flex size-10 shrink-0 items-center justify-center rounded-full bg-gold-wash text-[10px] font-bold text-gold-ink"
    >
      {symbol}
    </span>
  )
}

/** What the open positions are worth, coin by coin, as shares of one bar. */
import type { CoinSymbol } from '@sage/db/vocabulary'
import type { Performance, ShadowTrade } from '@sage/edge/contract'
import { useSpeech } from '../../i18n/language.tsx'
import { allocationOf } from './allocation.ts'
import type { LivePricesOf } from './live-values.ts'

const colours: Record<CoinSymbol, string> = {
  BTC: '#f2a33a',
  ETH: '#6c7bd9',
  SOL: '#2fa58e',
  BNB: '#d8bd2f',
  DOGE: '#a58a5b',
  XRP: '#5b7f9c',
}

/** `trades` must be all of the portfolio's; otherwise what the server said stays. */
export function Allocation({
  coins,
  trades,
  prices,
}: {
  readonly coins: Performance['byCoin']
  readonly trades: readonly ShadowTrade[] | undefined
  readonly prices: LivePricesOf
}) {
  const { t, formats } = useSpeech()
  const shares = allocationOf(coins, trades, prices)
  return (
    <section
      aria-labelledby="allocation"
      className="rounded-2xl border border-line bg-surface p-5 shadow-card"
    >
      <h2 id="allocation" className="font-semibold">
        {t('portfolio.allocation')}
      </h2>
      {shares.length === 0 ? (
        <p className="mt-2 text-sm text-ink-3">{t('portfolio.allocation.none')}</p>
      ) : (
        <>
          <div aria-hidden className="mt-3 flex h-5 gap-0.5 overflow-hidden rounded-md">
            {shares.map(({ symbol, share, avoided }) => (
              <span
                key={symbol}
                className={avoided ? 'opacity-45' : ''}
                style={{ width: `${share * 100}%`, backgroundColor: colours[symbol] }}
              />
            ))}
          </div>
          <dl className="mt-3 grid grid-cols-1 gap-x-6 gap-y-1.5 text-sm sm:grid-cols-2 lg:grid-cols-3">
            {shares.map(({ symbol, share, value, avoided }) => (
              <div key={symbol} className="flex items-center gap-2">
                <dt className="flex items-center gap-2">
                  <span
                    aria-hidden
                    className={`size-2.5 rounded-full ${avoided ? 'opacity-45' : ''}`}
                    style={{ backgroundColor: colours[symbol] }}
                  />
                  {t(`coin.${symbol}`)}
                  {avoided && <span className="text-xs text-ink-3">{t('portfolio.allocation.avoided')}</span>}
                </dt>
                <dd className="ml-auto text-right tabular-nums">
                  <b className="font-medium">{formats.percent((share * 100).toFixed(4))}</b>{' '}
                  <span className="text-ink-3">{formats.money(value.toFixed(2))}</span>
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  )
}

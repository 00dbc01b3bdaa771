/** The same result by coin, and by how sure the mentor was. */
import type { Performance } from '@sage/edge/contract'
import { Amount, Percent } from '../../components/figures.tsx'
import { HitRates } from '../../components/hit-rates.tsx'
import { useSpeech } from '../../i18n/language.tsx'

export function ByCoin({ coins }: { readonly coins: Performance['byCoin'] }) {
  const { t, formats } = useSpeech()
  return (
    <section aria-labelledby="by-coin" className="rounded-2xl border border-line bg-surface p-5 shadow-card">
      <h2 id="by-coin" className="font-semibold">
        {t('portfolio.byCoin')}
      </h2>
      <table className="mt-2 w-full text-sm tabular-nums">
        <thead className="text-xs text-ink-3">
          <tr>
            <th scope="col" className="py-1.5 text-left font-normal">
              {t('portfolio.coin')}
            </th>
            <th scope="col" className="text-right font-normal">
              {t('portfolio.value')}
            </th>
            <th scope="col" className="text-right font-normal">
              {t('portfolio.profit')}
            </th>
            <th scope="col" className="text-right font-normal">
              {t('portfolio.return')}
            </th>
          </tr>
        </thead>
        <tbody>
          {coins.map((coin) => (
            <tr key={coin.symbol} className="border-t border-line">
              <th scope="row" className="py-2 text-left font-medium">
                {coin.symbol}
              </th>
              <td className="text-right">{coin.value === null ? '–' : formats.money(coin.value)}</td>
              <td className="text-right">
                <Amount usdt={coin.profit === null ? undefined : Number(coin.profit)} />
              </td>
              <td className="text-right">
                <Percent fraction={coin.return} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** How often signals of each confidence came out ahead, over trades that are closed. */
export function Calibration({ rows }: { readonly rows: Performance['byConfidence'] }) {
  const { t } = useSpeech()
  return (
    <section
      aria-labelledby="calibration"
      className="rounded-2xl border border-line bg-surface p-5 shadow-card"
    >
      <h2 id="calibration" className="font-semibold">
        {t('portfolio.calibration')}
      </h2>
      <p className="mt-1 text-sm text-ink-3">{t('portfolio.calibration.text')}</p>
      <HitRates
        rates={rows.map((row) => ({
          name: `${t('signal.confidence')} ${t(`confidence.${row.confidence}`)}`,
          right: row.right,
          count: row.closedTrades,
          drawn: row.rate !== null,
          text:
            row.rate === null ? (
              t('portfolio.calibration.none')
            ) : (
              <>
                <Percent fraction={row.rate} plain />{' '}
                {t('portfolio.calibration.of', { right: row.right, count: row.closedTrades })}
              </>
            ),
        }))}
      />
    </section>
  )
}

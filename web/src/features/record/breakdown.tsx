/** The record after one span of time: by confidence, by coin, and by the month that the advice was given in. */
import { fewestTradesForWinRate, type PublicRecord, type RecordTally } from '@sage/edge/contract'
import { Percent } from '../../components/figures.tsx'
import { HitRates } from '../../components/hit-rates.tsx'
import { useSpeech } from '../../i18n/language.tsx'

export type Days = RecordTally['days']

const panel = 'rounded-2xl border border-line bg-surface p-5 shadow-card'

function tallyAfter(days: Days, { horizons }: { readonly horizons: readonly RecordTally[] }) {
  return horizons.find((tally) => tally.days === days)
}

export function ByConfidence({
  groups,
  days,
}: {
  readonly groups: PublicRecord['byConfidence']
  readonly days: Days
}) {
  const { t } = useSpeech()
  const rates = groups.map((group) => {
    const tally = tallyAfter(days, group)
    const count = tally?.settled ?? 0
    const drawn = tally !== undefined && tally.hitRate !== null
    return {
      name: `${t('signal.confidence')} ${t(`confidence.${group.confidence}`)}`,
      right: tally?.hits ?? 0,
      count,
      drawn,
      text: drawn ? (
        <>
          <b className="font-semibold text-ink">
            <Percent fraction={tally.hitRate} plain />
          </b>{' '}
          {t('record.hits', { hits: tally.hits, count })}
        </>
      ) : (
        `${t('record.hits', { hits: tally?.hits ?? 0, count })} · ${t('record.hitRate.few', { count: fewestTradesForWinRate })}`
      ),
    }
  })
  return (
    <section aria-labelledby="record-calibration" className={panel}>
      <h2 id="record-calibration" className="font-semibold">
        {t('record.calibration')}
      </h2>
      <p className="mt-1 text-sm text-ink-3">{t('record.calibration.text')}</p>
      <HitRates rates={rates} />
    </section>
  )
}

export function ByCoin({ groups, days }: { readonly groups: PublicRecord['byCoin']; readonly days: Days }) {
  const { t } = useSpeech()
  return (
    <section aria-labelledby="record-coins" className={panel}>
      <h2 id="record-coins" className="font-semibold">
        {t('record.byCoin')}
      </h2>
      <table className="mt-2 w-full text-sm tabular-nums">
        <thead className="text-xs text-ink-3">
          <tr>
            <th scope="col" className="py-1.5 text-left font-normal">
              {t('record.coin')}
            </th>
            <th scope="col" className="text-right font-normal">
              {t('record.scored')}
            </th>
            <th scope="col" className="text-right font-normal">
              {t('record.hitRate')}
            </th>
            <th scope="col" className="text-right font-normal">
              {t('record.excess')}
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => {
            const tally = tallyAfter(days, group)
            return (
              <tr key={group.symbol} className="border-t border-line">
                <th scope="row" className="py-2 text-left font-medium">
                  {t(`coin.${group.symbol}`)}
                </th>
                <td className="text-right">
                  {tally?.settled ?? 0} / {group.signals}
                </td>
                <td className="text-right">
                  <Percent fraction={tally?.hitRate} plain />
                </td>
                <td className="text-right">
                  <Percent fraction={tally?.averageExcess} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

/** Bars to the right of the middle are better than BTC, to the left worse; the longest fills its half. */
export function ByMonth({ groups, days }: { readonly groups: PublicRecord['byMonth']; readonly days: Days }) {
  const { t } = useSpeech()
  const months = groups.map((group) => ({ month: group.month, tally: tallyAfter(days, group) }))
  const sizes = months.map(({ tally }) => Math.abs(Number(tally?.averageExcess ?? 0)))
  const largest = Math.max(...sizes, 0)
  return (
    <section aria-labelledby="record-months" className={panel}>
      <h2 id="record-months" className="font-semibold">
        {t('record.overTime')}
      </h2>
      <p className="mt-1 text-sm text-ink-3">
        {largest === 0 ? t('record.overTime.none') : t('record.overTime.text')}
      </p>
      <table className="mt-2 w-full text-sm tabular-nums">
        <thead className="sr-only">
          <tr>
            <th scope="col">{t('record.month')}</th>
            <th scope="col">{t('record.scored')}</th>
            <th scope="col">{t('record.excess')}</th>
          </tr>
        </thead>
        <tbody>
          {months.map(({ month, tally }) => (
            <tr key={month} className="border-t border-line first:border-0">
              <th scope="row" className="w-20 py-2 text-left font-medium">
                {month}
              </th>
              <td className="w-32 text-xs text-ink-3">
                {t('record.hits', { hits: tally?.hits ?? 0, count: tally?.settled ?? 0 })}
              </td>
              <td className="pl-3">
                <span className="flex items-center gap-3">
                  <Bar excess={tally?.averageExcess ?? null} largest={largest} />
                  <span className="w-18 shrink-0 text-right">
                    <Percent fraction={tally?.averageExcess} />
                  </span>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Bar({ excess, largest }: { readonly excess: string | null; readonly largest: number }) {
  const value = Number(excess ?? 0)
  const width = largest === 0 ? 0 : (Math.abs(value) / largest) * 50
  return (
    <span aria-hidden className="relative block h-3 flex-1 rounded-sm bg-sunken">
      <span
        className={`absolute inset-y-0 rounded-sm ${value < 0 ? 'bg-fall' : 'bg-rise'}`}
        style={value < 0 ? { right: '50%', width: `${width}%` } : { left: '50%', width: `${width}%` }}
      />
      <span className="absolute inset-y-0 left-1/2 border-l border-line-strong" />
    </span>
  )
}

/** What came of all advice after each span of time, side by side. */
import { fewestTradesForWinRate, type RecordTally } from '@sage/edge/contract'
import type { ReactNode } from 'react'
import { Percent } from '../../components/figures.tsx'
import { useSpeech } from '../../i18n/language.tsx'

export function Horizons({ tallies }: { readonly tallies: readonly RecordTally[] }) {
  const { t } = useSpeech()
  return (
    <ul className="grid gap-3 sm:grid-cols-3">
      {tallies.map((tally) => (
        <li key={tally.days} className="rounded-2xl border border-line bg-surface p-5 shadow-card">
          <h2 className="text-sm font-medium text-ink-2">{t('record.days', { count: tally.days })}</h2>
          <p className="mt-2 text-3xl font-semibold tracking-tight tabular-nums">
            {tally.hitRate === null ? (
              <span className="text-base font-normal text-ink-3">
                {t('record.hitRate.few', { count: fewestTradesForWinRate })}
              </span>
            ) : (
              <Percent fraction={tally.hitRate} plain />
            )}
          </p>
          <p className="mt-0.5 text-xs text-ink-3">
            {t('record.hitRate')} · {t('record.hits', { hits: tally.hits, count: tally.settled })}
          </p>
          <dl className="mt-4 space-y-1.5 border-t border-line pt-3 text-sm">
            <Line name={t('record.average')}>
              <Percent fraction={tally.averageReturn} />
            </Line>
            <Line name={t('record.benchmark')}>
              <Percent fraction={tally.averageBenchmark} />
            </Line>
            <Line name={t('record.excess')}>
              <b className="font-semibold">
                <Percent fraction={tally.averageExcess} />
              </b>
            </Line>
          </dl>
          <p className="mt-3 text-xs text-ink-3 tabular-nums">
            {t('record.waiting', { count: tally.pending })}
            {tally.missing > 0 && ` · ${t('record.missing', { count: tally.missing })}`}
          </p>
        </li>
      ))}
    </ul>
  )
}

function Line({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="flex justify-between gap-3">
      <dt className="text-ink-3">{name}</dt>
      <dd className="tabular-nums">{children}</dd>
    </div>
  )
}

/** The equity curve in words and figures: each day's last point, newest first. */
import type { Performance } from '@sage/edge/contract'
import { Percent } from '../../components/figures.tsx'
import { useSpeech } from '../../i18n/language.tsx'

export function EquityTable({ equity }: { readonly equity: Performance['equity'] }) {
  const { t, formats } = useSpeech()
  const days = [...new Map(equity.map((point) => [formats.date(point.at), point]))]
  return (
    <details className="mt-3 text-sm">
      <summary className="py-2 text-ink-2">{t('market.table')}</summary>
      <div className="relative max-h-80 overflow-auto">
        <table className="w-full text-right tabular-nums">
          <caption className="sr-only">{t('portfolio.equity')}</caption>
          <thead className="sticky top-0 bg-surface text-xs text-ink-3">
            <tr>
              <th scope="col" className="py-1.5 text-left font-medium">
                {t('market.table.time')}
              </th>
              <th scope="col" className="font-medium">
                {t('portfolio.own')}
              </th>
              <th scope="col" className="font-medium">
                {t('portfolio.benchmark')}
              </th>
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map(([day, { index, benchmarkIndex }]) => (
              <tr key={day} className="border-t border-line">
                <th scope="row" className="py-1.5 text-left font-normal text-ink-2">
                  {day}
                </th>
                <td>
                  <Percent fraction={gain(index)} />
                </td>
                <td>
                  <Percent fraction={gain(benchmarkIndex)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

/** Of an index that began at 1. */
function gain(index: string | null): string | null {
  return index === null ? null : String(Number(index) - 1)
}

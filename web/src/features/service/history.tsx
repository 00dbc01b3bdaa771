/** The last 90 days, a bar a day for each part; what was not well is said in words as well as in colour. */
import { type StatusDay, type StatusHistory, StatusPart } from '@sage/edge/contract'
import { useQuery } from '@tanstack/react-query'
import { Failed, Loading, Skeleton } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { classNames } from '../../lib/class-names.ts'
import { statusHistoryQuery } from './status.ts'

export function History() {
  const { t } = useSpeech()
  const history = useQuery(statusHistoryQuery)
  return (
    <section aria-labelledby="history" className="mt-8">
      <h2 id="history" className="text-lg font-semibold">
        {t('status.history.title')}
      </h2>
      {history.isError && !history.data && (
        <Failed className="mt-3" onRetry={() => void history.refetch()}>
          {t('status.history.failed')}
        </Failed>
      )}
      {history.isPending && (
        <Loading>
          <Skeleton className="mt-3 h-48 rounded-2xl" />
        </Loading>
      )}
      {history.data && <Days history={history.data} />}
    </section>
  )
}

function Days({ history }: { readonly history: StatusHistory }) {
  return (
    <ul className="mt-3 divide-y divide-line rounded-2xl border border-line bg-surface px-5 shadow-card">
      {StatusPart.options.map((part) => (
        <Row key={part} part={part} days={history.days} />
      ))}
    </ul>
  )
}

function Row({ part, days }: { readonly part: StatusPart; readonly days: readonly StatusDay[] }) {
  const { t, formats } = useSpeech()
  const bad = days.filter(({ minutes }) => minutes[part] > 0)
  const said = bad.map(({ day, minutes }) =>
    t('status.history.day', { day: formats.date(`${day}T12:00:00Z`), minutes: formats.count(minutes[part]) }),
  )
  return (
    <li className="py-4">
      <div className="flex items-baseline gap-3">
        <b className="flex-1 font-medium">{t(`status.history.${part}`)}</b>
        <span className="text-sm text-ink-2">
          {bad.length === 0
            ? t('status.history.well')
            : t('status.history.bad', { count: formats.count(bad.length) })}
        </span>
      </div>
      <div aria-hidden className="mt-2 flex h-8 gap-px">
        {days.map(({ day, minutes }) => (
          <span
            key={day}
            title={`${formats.date(`${day}T12:00:00Z`)}: ${formats.count(minutes[part])}`}
            className={classNames(
              'min-w-0 flex-1 rounded-xs',
              minutes[part] === 0 ? 'bg-up' : minutes[part] < seriousMinutes ? 'bg-warn' : 'bg-down',
            )}
          />
        ))}
      </div>
      {said.length > 0 && (
        <details className="mt-2 text-sm text-ink-2">
          <summary className="cursor-pointer">{t('status.history.details')}</summary>
          <ul className="mt-1 space-y-0.5">
            {said.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
    </li>
  )
}

/** Longer than a restart of anything. */
const seriousMinutes = 30

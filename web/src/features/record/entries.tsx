/** Every piece of advice as it was given, newest first, and what came of it. */
import type { RecordEntry, RecordOutcome } from '@sage/edge/contract'
import { Check, Clock, TrendingDown, TrendingUp, X } from 'lucide-react'
import { Percent } from '../../components/figures.tsx'
import { useSpeech } from '../../i18n/language.tsx'

export function Entries({ entries }: { readonly entries: readonly RecordEntry[] }) {
  return (
    <ol className="mt-3 divide-y divide-line rounded-2xl border border-line bg-surface shadow-card">
      {entries.map((entry) => (
        <Entry key={entry.id} entry={entry} />
      ))}
    </ol>
  )
}

function Entry({ entry }: { readonly entry: RecordEntry }) {
  const { t, formats } = useSpeech()
  const Direction = entry.action === 'buy' ? TrendingUp : TrendingDown
  return (
    <li data-testid="record-entry" className="px-4 py-3.5 md:flex md:items-center md:gap-6 md:px-5">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-1.5">
          <Direction aria-hidden className={`size-4 ${entry.action === 'buy' ? 'text-rise' : 'text-fall'}`} />
          <b className="font-medium">{t(`coin.${entry.symbol}`)}</b>
          {t(`record.entry.${entry.action}`)}
          <span className="text-sm text-ink-3">
            {t('signal.confidence')} {t(`confidence.${entry.confidence}`)}
          </span>
        </p>
        <p className="mt-0.5 text-xs text-ink-3 tabular-nums">
          {t('record.entry.at', {
            price: formats.price(entry.price),
            venue: t(`fact.venue.${entry.venue}`),
            time: formats.dateTime(entry.tickAt),
          })}
        </p>
      </div>
      <ul className="mt-2.5 grid grid-cols-3 gap-2 md:mt-0 md:w-96">
        {entry.outcomes.map((outcome) => (
          <Outcome key={outcome.days} outcome={outcome} />
        ))}
      </ul>
    </li>
  )
}

function Outcome({ outcome }: { readonly outcome: RecordOutcome }) {
  const { t, formats } = useSpeech()
  const days = <span className="block text-xs text-ink-3">{t('record.days', { count: outcome.days })}</span>
  switch (outcome.status) {
    case 'pending':
      return (
        <li>
          {days}
          <span className="flex items-center gap-1 text-xs text-ink-3">
            <Clock aria-hidden className="size-3 shrink-0" />
            {t('record.outcome.pending', { date: formats.date(outcome.dueAt) })}
          </span>
        </li>
      )
    case 'missing':
      return (
        <li>
          {days}
          <span className="text-xs text-ink-3">{t('record.outcome.missing')}</span>
        </li>
      )
    case 'settled': {
      const Mark = outcome.hit ? Check : X
      return (
        <li className="tabular-nums">
          {days}
          <span className="flex items-center gap-1 text-sm font-medium">
            <Mark aria-hidden className="size-3.5 shrink-0 text-ink-3" />
            <span className="sr-only">{t(outcome.hit ? 'record.hit' : 'record.miss')}</span>
            <Percent fraction={outcome.return} />
          </span>
          {outcome.benchmark !== null && (
            <span className="block text-xs text-ink-3">
              {t('record.outcome.against', {
                percent: formats.change((Number(outcome.benchmark) * 100).toFixed(4)),
              })}
            </span>
          )}
        </li>
      )
    }
  }
}

/** Over which time the portfolio is measured: up to now, or from one day to another. */
import { PerformanceRange } from '@sage/edge/contract'
import { useState } from 'react'
import { Segments } from '../../components/ui/segments.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import type { Asked } from './queries.ts'

const dayMs = 86_400_000
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)

export function RangePicker({
  asked,
  onChange,
}: {
  readonly asked: Asked
  readonly onChange: (asked: Asked) => void
}) {
  const { t } = useSpeech()
  const [today] = useState(() => dayOf(Date.now()))
  return (
    <div className="flex max-w-full flex-wrap items-center gap-3">
      <Segments
        label={t('portfolio.range')}
        value={typeof asked === 'string' ? asked : 'span'}
        options={[...PerformanceRange.options, 'span' as const].map((value) => ({
          value,
          text: t(`portfolio.range.${value}`),
        }))}
        onChange={(value) =>
          onChange(value === 'span' ? { first: dayOf(Date.parse(today) - 13 * dayMs), last: today } : value)
        }
      />
      {typeof asked !== 'string' && (
        <div className="flex flex-wrap items-center gap-2 text-sm">
          <Day
            label={t('portfolio.range.first')}
            value={asked.first}
            max={asked.last}
            onChange={(first) => onChange({ ...asked, first })}
          />
          <span aria-hidden>–</span>
          <Day
            label={t('portfolio.range.last')}
            value={asked.last}
            min={asked.first}
            max={today}
            onChange={(last) => onChange({ ...asked, last })}
          />
          <span className="text-xs text-ink-3">{t('portfolio.range.utc')}</span>
        </div>
      )}
    </div>
  )
}

function Day({
  label,
  value,
  min,
  max,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly min?: string
  readonly max: string
  readonly onChange: (day: string) => void
}) {
  return (
    <input
      type="date"
      aria-label={label}
      value={value}
      min={min}
      max={max}
      onChange={({ target }) => {
        // An empty or unfinished date leaves the range as it is.
        if (target.value !== '' && target.validity.valid) onChange(target.value)
      }}
      className="h-10 rounded-xl border border-line-strong bg-surface px-3 tabular-nums"
    />
  )
}

/** How often something was right, drawn on a scale from never to always, with how much the count can tell. */
import type { ReactNode } from 'react'
import { wilsonInterval } from '../lib/wilson.ts'

export interface HitRate {
  readonly name: string
  readonly right: number
  readonly count: number
  /** The rate in words; it is also what screen readers hear. */
  readonly text: ReactNode
  /** Whether the rate is drawn: not under the count from which it says something. */
  readonly drawn: boolean
}

export function HitRates({ rates }: { readonly rates: readonly HitRate[] }) {
  return (
    <div className="mt-3">
      <dl className="space-y-3 text-sm">
        {rates.map((rate) => (
          <div key={rate.name} className="grid grid-cols-[1fr_auto] gap-x-3">
            <dt>{rate.name}</dt>
            <dd className="contents">
              <span className="text-right text-ink-2 tabular-nums">{rate.text}</span>
              <Scale rate={rate} />
            </dd>
          </div>
        ))}
      </dl>
      <div aria-hidden className="mt-1 flex justify-between text-xs text-ink-3 tabular-nums">
        <span>0%</span>
        <span>50%</span>
        <span>100%</span>
      </div>
    </div>
  )
}

function Scale({ rate: { right, count, drawn } }: { readonly rate: HitRate }) {
  const at = (fraction: number) => `${fraction * 100}%`
  const interval = drawn && count > 0 ? wilsonInterval(right, count) : undefined
  return (
    <div aria-hidden className="relative col-span-2 mt-1.5 h-5 rounded-md bg-sunken">
      <span className="absolute inset-y-0 left-1/2 border-l border-dashed border-line-strong" />
      {interval && (
        <>
          <span
            className="absolute top-1/2 h-0.5 -translate-y-1/2 rounded-full bg-gold-ink/60"
            style={{ left: at(interval.low), width: at(interval.high - interval.low) }}
          />
          <span
            className="absolute top-1/2 size-3 -translate-x-1/2 -translate-y-1/2 rounded-full border-2 border-surface bg-gold-ink"
            style={{ left: at(right / count) }}
          />
        </>
      )}
    </div>
  )
}

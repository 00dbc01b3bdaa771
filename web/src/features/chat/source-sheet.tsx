/** Where a figure comes from: venue, time, age, and what it was derived from. */
import type { Fact } from '@sage/edge/contract'
import { type ReactNode, type RefObject, useLayoutEffect, useRef } from 'react'
import { Badge } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { useNow } from '../../lib/clock.ts'
import { factLabel, factValue } from './fact-label.ts'

const marginPx = 8

export function SourceSheet({
  id,
  fact,
  anchor,
}: {
  readonly id: string
  readonly fact: Fact
  readonly anchor: RefObject<HTMLElement | null>
}) {
  const { t, formats, isKey } = useSpeech()
  const now = useNow()
  const sheet = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => {
    const element = sheet.current
    if (!element || !anchor.current) return
    // The top layer: no scrolling box can cut it off.
    element.showPopover()
    const at = anchor.current.getBoundingClientRect()
    const { width, height } = element.getBoundingClientRect()
    const left = Math.min(
      Math.max(marginPx, at.left + at.width / 2 - width / 2),
      innerWidth - width - marginPx,
    )
    const above = at.top - height - marginPx
    element.style.left = `${left}px`
    element.style.top = `${above > marginPx ? above : at.bottom + marginPx}px`
  }, [anchor])

  const label = (factId: string) => factLabel(factId, t, isKey)
  return (
    <span
      ref={sheet}
      id={id}
      popover="manual"
      role="tooltip"
      data-testid="source-sheet"
      className="pointer-events-none fixed m-0 w-72 max-w-[calc(100vw-1rem)] animate-rise rounded-xl border border-line bg-surface p-4 text-left text-sm leading-normal font-normal text-ink shadow-card"
    >
      <span className="flex items-center justify-between gap-2">
        <b className="font-semibold">{label(fact.id)}</b>
        {fact.stale && <Badge tone="warn">{t('fact.stale')}</Badge>}
      </span>
      <Row name={t('fact.value')}>{factValue(fact, formats)}</Row>
      <Row name={t('fact.source')}>{t(`fact.venue.${fact.venue}`)}</Row>
      <Row name={t('fact.at')}>
        <time dateTime={fact.at}>{formats.dateTime(fact.at)}</time>
      </Row>
      <Row name={t('fact.age')}>{formats.age(now - Date.parse(fact.at))}</Row>
      {fact.from && fact.from.length > 0 && (
        <Row name={t('fact.from')}>{fact.from.map(label).join(', ')}</Row>
      )}
    </span>
  )
}

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <span className="mt-1.5 flex justify-between gap-4">
      <span className="shrink-0 text-ink-3">{name}</span>
      <span className="text-right tabular-nums">{children}</span>
    </span>
  )
}

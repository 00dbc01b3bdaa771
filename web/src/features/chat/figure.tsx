/** A figure in an answer, underlined, with its source on hover, tap and keyboard. */
import type { Fact } from '@sage/edge/contract'
import { type RefObject, useEffect, useId, useRef, useState } from 'react'
import { SourceSheet } from './source-sheet.tsx'

/** A pointer that merely passes over a figure opens nothing. */
const hoverDelayMs = 120

export function Figure({
  id,
  text,
  facts,
}: {
  readonly id: string
  readonly text: string
  readonly facts: readonly Fact[]
}) {
  const fact = facts.find((candidate) => candidate.id === id)
  const [open, setOpen] = useState<'no' | 'hovered' | 'pinned'>('no')
  const button = useRef<HTMLButtonElement>(null)
  const hover = useRef<ReturnType<typeof setTimeout>>(undefined)
  const sheetId = useId()
  const isOpen = open !== 'no'
  useDismissal(isOpen, button, () => setOpen('no'))
  useEffect(() => () => clearTimeout(hover.current), [])

  if (!fact)
    return (
      <span data-testid="fact" data-fact-id={id}>
        {text}
      </span>
    )
  return (
    <>
      <button
        ref={button}
        type="button"
        data-testid="fact"
        data-fact-id={id}
        aria-expanded={isOpen}
        aria-describedby={isOpen ? sheetId : undefined}
        onClick={() => setOpen((now) => (now === 'pinned' ? 'no' : 'pinned'))}
        onPointerEnter={(event) => {
          if (event.pointerType !== 'mouse') return
          hover.current = setTimeout(() => setOpen((now) => (now === 'no' ? 'hovered' : now)), hoverDelayMs)
        }}
        onPointerLeave={() => {
          clearTimeout(hover.current)
          setOpen((now) => (now === 'hovered' ? 'no' : now))
        }}
        onBlur={() => setOpen('no')}
        className={
          fact.stale
            ? 'inline rounded-sm font-medium tabular-nums underline decoration-warn decoration-2 underline-offset-4 hover:bg-warn-wash'
            : 'inline rounded-sm font-medium tabular-nums underline decoration-gold decoration-2 underline-offset-4 hover:bg-gold-wash'
        }
      >
        {text}
      </button>
      {isOpen && <SourceSheet id={sheetId} fact={fact} anchor={button} />}
    </>
  )
}

/** Escape and scrolling close the sheet. */
function useDismissal(isOpen: boolean, button: RefObject<HTMLElement | null>, close: () => void) {
  useEffect(() => {
    if (!isOpen) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      close()
    }
    const onScroll = () => {
      const box = button.current?.getBoundingClientRect()
      if (!box || box.bottom < 0 || box.top > innerHeight) close()
    }
    addEventListener('keydown', onKey, true)
    addEventListener('scroll', onScroll, true)
    return () => {
      removeEventListener('keydown', onKey, true)
      removeEventListener('scroll', onScroll, true)
    }
  })
}

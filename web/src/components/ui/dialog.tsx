import { type ReactNode, useEffect, useId, useRef } from 'react'
import { classNames } from '../../lib/class-names.ts'

const looks = {
  question: 'm-auto w-[min(92vw,26rem)] p-6',
  /** Its first line is where one types, so its name is for screen readers alone. */
  palette: 'mx-auto mt-[12dvh] mb-auto w-[min(94vw,36rem)] overflow-hidden p-0',
} as const

/**
 * A modal layer over the page. The browser's own dialog traps focus, closes on Escape and gives focus back; a press
 * beside it closes it too.
 */
export function Dialog({
  title,
  onClose,
  look = 'question',
  children,
}: {
  readonly title: string
  readonly onClose: () => void
  readonly look?: keyof typeof looks
  readonly children: ReactNode
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const element = dialog.current
    if (element && !element.open) element.showModal()
    return () => element?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      onPointerDown={(event) => {
        // The dialog itself is pressed only where its contents are not: on its backdrop.
        if (event.target === dialog.current && look === 'palette') dialog.current.close()
      }}
      className={classNames(
        'animate-rise rounded-2xl border border-line bg-surface text-ink shadow-card backdrop:bg-black/40 backdrop:backdrop-blur-[2px]',
        looks[look],
      )}
    >
      <h2 id={titleId} className={look === 'palette' ? 'sr-only' : 'text-lg font-semibold'}>
        {title}
      </h2>
      {children}
    </dialog>
  )
}

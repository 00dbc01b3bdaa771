import { useState } from 'react'
import { useSpeech } from '../../i18n/language.tsx'
import { classNames } from '../../lib/class-names.ts'

/** A price that lights up for a moment in the direction it moved. */
export function LivePrice({ price, className }: { readonly price: string; readonly className?: string }) {
  const { formats } = useSpeech()
  const [shown, setShown] = useState({ price, direction: 0, moves: 0 })
  if (shown.price !== price) {
    const direction = Math.sign(Number(price) - Number(shown.price))
    setShown({ price, direction: direction || shown.direction, moves: shown.moves + 1 })
  }
  return (
    <span
      // A new key restarts the animation.
      key={shown.moves}
      className={classNames(
        'rounded px-0.5 font-semibold tabular-nums',
        shown.moves > 0 && shown.direction > 0 && 'animate-flash-rise',
        shown.moves > 0 && shown.direction < 0 && 'animate-flash-fall',
        className,
      )}
    >
      {formats.price(price)}
    </span>
  )
}

/** A change in percent, with an arrow beside its colour. */
export function Change({ percent, className }: { readonly percent: string; readonly className?: string }) {
  const { t, formats } = useSpeech()
  const direction = Math.sign(Number(percent))
  return (
    <span
      className={classNames(
        'tabular-nums',
        direction > 0 && 'text-rise',
        direction < 0 && 'text-fall',
        direction === 0 && 'text-ink-3',
        className,
      )}
    >
      {direction !== 0 && (
        <>
          <span aria-hidden className="mr-0.5 text-[0.7em]">
            {direction > 0 ? '▲' : '▼'}
          </span>
          <span className="sr-only">{t(direction > 0 ? 'market.up' : 'market.down')}</span>
        </>
      )}
      {formats.change(percent)}
    </span>
  )
}

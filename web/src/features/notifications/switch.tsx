import { classNames } from '../../lib/class-names.ts'

/** On or off, at once. */
export function Switch({
  label,
  isOn,
  disabled = false,
  onChange,
}: {
  readonly label: string
  readonly isOn: boolean
  readonly disabled?: boolean
  readonly onChange: (isOn: boolean) => void
}) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={isOn}
      aria-label={label}
      disabled={disabled}
      onClick={() => onChange(!isOn)}
      className="flex h-11 w-13 shrink-0 items-center justify-center disabled:opacity-60"
    >
      <span
        aria-hidden
        className={classNames(
          'flex h-6 w-11 items-center rounded-full px-0.5 transition-colors',
          isOn ? 'bg-primary' : 'bg-line-strong',
        )}
      >
        <span
          className={classNames(
            'size-5 rounded-full bg-surface shadow-card transition-transform',
            isOn && 'translate-x-5',
          )}
        />
      </span>
    </button>
  )
}

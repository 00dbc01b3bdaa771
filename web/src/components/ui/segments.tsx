/** One of a few: radio buttons that look like a divided bar. */
import { useId } from 'react'
import { classNames } from '../../lib/class-names.ts'

export function Segments<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly text: string; readonly lang?: string }[]
  readonly onChange: (value: Value) => void
}) {
  const name = useId()
  return (
    <fieldset className="inline-flex max-w-full overflow-x-auto rounded-xl bg-sunken p-1 [scrollbar-width:none]">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          lang={option.lang}
          className={classNames(
            'relative flex min-h-9 shrink-0 cursor-pointer items-center rounded-lg px-2 text-sm whitespace-nowrap transition-colors sm:px-3',
            'has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-link',
            option.value === value
              ? 'bg-surface font-medium text-ink shadow-card'
              : 'text-ink-2 hover:text-ink',
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="absolute inset-0 cursor-pointer appearance-none opacity-0"
          />
          {option.text}
        </label>
      ))}
    </fieldset>
  )
}

import type { ComponentProps } from 'react'
import { classNames } from '../../lib/class-names.ts'

const looks = {
  primary: 'bg-primary text-on-primary hover:bg-primary-hover shadow-card',
  secondary: 'bg-surface text-ink border border-line hover:bg-sunken',
  quiet: 'text-ink-2 hover:bg-sunken hover:text-ink',
  inverse: 'text-canvas underline underline-offset-4 hover:bg-canvas/15',
} as const
const sizes = {
  small: 'h-8 px-3 text-[13px] gap-1.5 rounded-lg',
  medium: 'h-11 px-4 text-[15px] gap-2 rounded-xl',
  /** One sign in a row of them. */
  tool: 'size-11 rounded-lg md:size-8',
  icon: 'size-11 rounded-xl md:size-9 md:rounded-lg',
} as const

export interface ButtonLook {
  readonly look?: keyof typeof looks
  readonly size?: keyof typeof sizes
}

/** The classes of a button, for links that look like one. */
export function buttonClass({ look = 'secondary', size = 'medium' }: ButtonLook, more?: string): string {
  return classNames(
    'inline-flex shrink-0 items-center justify-center font-medium whitespace-nowrap transition-colors select-none',
    'disabled:opacity-45 disabled:pointer-events-none',
    looks[look],
    sizes[size],
    more,
  )
}

export function Button({ look, size, className, ...rest }: ComponentProps<'button'> & ButtonLook) {
  const style = { ...(look ? { look } : {}), ...(size ? { size } : {}) }
  return <button type="button" {...rest} className={buttonClass(style, className)} />
}

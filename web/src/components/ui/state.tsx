/** What a panel shows while it has nothing: loading, empty, failed. */
import { RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { useSpeech } from '../../i18n/language.tsx'
import { classNames } from '../../lib/class-names.ts'
import { Button } from './button.tsx'

export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden className={classNames('animate-breathe rounded-md bg-line/70', className)} />
}

/** Tells that something is loading to those who cannot see the skeletons. */
export function Loading({ children }: { readonly children: ReactNode }) {
  const { t } = useSpeech()
  return (
    <div role="status">
      <span className="sr-only">{t('app.loading')}</span>
      {children}
    </div>
  )
}

export function Failed({
  children,
  onRetry,
  className,
}: {
  readonly children: ReactNode
  readonly onRetry?: () => void
  readonly className?: string
}) {
  const { t } = useSpeech()
  return (
    <div
      role="alert"
      className={classNames(
        'flex flex-wrap items-center gap-3 rounded-xl bg-sunken p-4 text-sm text-ink-2',
        className,
      )}
    >
      <span className="min-w-40 flex-1">{children}</span>
      {onRetry && (
        <Button size="small" onClick={onRetry}>
          <RotateCw aria-hidden className="size-3.5" />
          {t('app.retry')}
        </Button>
      )}
    </div>
  )
}

export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="mx-auto flex max-w-sm flex-col items-center gap-3 px-6 py-16 text-center">
      <h1 className="text-lg font-semibold">{title}</h1>
      {children}
    </div>
  )
}

export function Badge({
  tone,
  title,
  children,
}: {
  readonly tone: 'gold' | 'warn' | 'plain'
  readonly title?: string
  readonly children: ReactNode
}) {
  const tones = {
    gold: 'bg-gold-wash text-gold-ink',
    warn: 'bg-warn-wash text-warn',
    plain: 'bg-sunken text-ink-2',
  }
  return (
    <span
      title={title}
      className={classNames(
        'inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap',
        tones[tone],
      )}
    >
      {children}
    </span>
  )
}

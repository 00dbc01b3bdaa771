import { History } from 'lucide-react'
import { useSpeech } from '../i18n/language.tsx'
import { useNow } from '../lib/clock.ts'
import { useKeptAt } from '../lib/kept.ts'

/** Says how old a view is that is read without a network: its answers' addresses begin with `prefix`. */
export function KeptNote({
  prefix,
  className = '',
}: {
  readonly prefix: string
  readonly className?: string
}) {
  const { t, formats } = useSpeech()
  const keptAt = useKeptAt(prefix)
  const now = useNow()
  if (keptAt === undefined) return null
  return (
    <p
      role="status"
      data-testid="kept-note"
      className={`flex items-center gap-2 rounded-xl bg-warn-wash px-4 py-2.5 text-sm text-warn ${className}`}
    >
      <History aria-hidden className="size-4 shrink-0" />
      {t('app.kept', { age: formats.age(now - Date.parse(keptAt)) })}
    </p>
  )
}

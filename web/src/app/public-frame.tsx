/** The frame of the pages that need no account. */
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { LanguageSwitch } from '../components/language-switch.tsx'
import { Mark } from '../components/mark.tsx'
import { useSpeech } from '../i18n/language.tsx'

export function PublicFrame({ children }: { readonly children: ReactNode }) {
  const { t } = useSpeech()
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="mx-auto flex w-full max-w-6xl items-center justify-between px-4 py-4 md:px-8">
        <Link to="/" className="flex items-center gap-2.5 text-lg font-semibold tracking-tight">
          <Mark className="size-8" />
          {t('app.name')}
        </Link>
        <LanguageSwitch />
      </header>
      <main id="content" tabIndex={-1} className="flex flex-1 flex-col outline-none">
        {children}
      </main>
      <footer className="mx-auto w-full max-w-6xl px-4 py-8 text-sm text-ink-3 md:px-8">
        <p>{t('landing.note')}</p>
        <LegalLinks />
      </footer>
    </div>
  )
}

export function LegalLinks() {
  const { t } = useSpeech()
  return (
    <nav aria-label={t('settings.about')} className="mt-2 flex flex-wrap gap-x-4 text-sm text-ink-2">
      {(['terms', 'privacy', 'risk'] as const).map((document) => (
        <Link key={document} to={`/legal/${document}`} className="py-2 hover:text-ink hover:underline">
          {t(`legal.${document}`)}
        </Link>
      ))}
      <Link to="/record" className="py-2 hover:text-ink hover:underline">
        {t('landing.record')}
      </Link>
      <Link to="/status" className="py-2 hover:text-ink hover:underline">
        {t('nav.status')}
      </Link>
    </nav>
  )
}

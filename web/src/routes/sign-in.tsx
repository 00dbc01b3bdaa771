/** `/sign-in`: the way in, and why it failed the last time. */
import { useQuery } from '@tanstack/react-query'
import { Link, Redirect, useSearchParams } from 'wouter'
import { PublicFrame } from '../app/public-frame.tsx'
import { Portrait } from '../components/mark.tsx'
import { GoogleButton } from '../features/account/google-button.tsx'
import { meQuery, safeNext } from '../features/account/session.ts'
import type { MessageKey } from '../i18n/ko.ts'
import { useSpeech } from '../i18n/language.tsx'
import { segments } from '../i18n/translate.ts'

/** Codes of our own, and those of Auth.js: https://authjs.dev/reference/core/errors */
const errors: Readonly<Record<string, MessageKey>> = {
  profile: 'signIn.error.profile',
  unverified: 'signIn.error.unverified',
  unavailable: 'signIn.error.unavailable',
  disabled: 'signIn.error.disabled',
  AccessDenied: 'signIn.error.denied',
  OAuthCallbackError: 'signIn.error.denied',
}

export default function SignIn() {
  const { t } = useSpeech()
  const [search] = useSearchParams()
  const { data: me } = useQuery(meQuery)
  const next = safeNext(search.get('next'))
  const error = search.get('error')
  if (me) return <Redirect to={next} replace />
  return (
    <PublicFrame>
      <div className="mx-auto flex w-full max-w-md flex-1 flex-col justify-center px-4 py-10 text-center">
        <Portrait className="mx-auto size-20" />
        <h1 className="mt-5 text-2xl font-semibold tracking-tight">{t('signIn.title')}</h1>
        <p className="mt-2 text-ink-2 text-balance">{t('signIn.text')}</p>
        {error !== null && (
          <p role="alert" className="mt-5 rounded-xl bg-warn-wash px-4 py-3 text-sm text-warn">
            {t(errors[error] ?? 'signIn.error.other')}
          </p>
        )}
        <GoogleButton next={next} label={t('signIn.google')} className="mt-6" />
        <p className="mt-4 text-sm text-ink-3">
          {segments(t('signIn.terms')).map(({ text, name }) =>
            name === 'terms' || name === 'privacy' ? (
              <Link key={name} to={`/legal/${name}`} className="text-link underline">
                {t(`legal.${name}`)}
              </Link>
            ) : (
              text
            ),
          )}
        </p>
      </div>
    </PublicFrame>
  )
}

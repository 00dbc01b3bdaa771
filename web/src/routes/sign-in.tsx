/** `/sign-in`: the way in; with `?error=` a page of its own for each way in which it failed the last time. */
import { SignInFailure } from '@sage/edge/contract'
import { useQuery } from '@tanstack/react-query'
import { Redirect, useSearchParams } from 'wouter'
import { PublicFrame } from '../app/public-frame.tsx'
import { Portrait } from '../components/mark.tsx'
import { GoogleButton } from '../features/account/google-button.tsx'
import { meQuery, safeNext } from '../features/account/session.ts'
import { useSpeech } from '../i18n/language.tsx'
import { useTitle } from '../lib/title.ts'

export default function SignIn() {
  const { t } = useSpeech()
  const [search] = useSearchParams()
  const { data: me } = useQuery(meQuery)
  const next = safeNext(search.get('next'))
  const error = search.get('error')
  const failure = SignInFailure.safeParse(error).data ?? (error === null ? undefined : 'other')
  useTitle(t(failure ? `signIn.failed.${failure}.title` : 'signIn.title'))
  if (me) return <Redirect to={next} replace />
  return (
    <PublicFrame>
      <div className="mx-auto flex w-full max-w-md flex-1 flex-col justify-center px-4 py-10 text-center">
        <Portrait className="mx-auto size-20" />
        {failure ? (
          <div role="alert" data-testid={`sign-in-${failure}`}>
            <h1 className="mt-5 text-2xl font-semibold tracking-tight text-balance">
              {t(`signIn.failed.${failure}.title`)}
            </h1>
            <p className="mt-2 text-ink-2 text-balance">{t(`signIn.failed.${failure}.text`)}</p>
          </div>
        ) : (
          <>
            <h1 className="mt-5 text-2xl font-semibold tracking-tight">{t('signIn.title')}</h1>
            <p className="mt-2 text-ink-2 text-balance">{t('signIn.text')}</p>
          </>
        )}
        {/* Somebody whose account is disabled may have another one. */}
        <GoogleButton
          next={next}
          label={t(failure === 'disabled' || failure === 'profile' ? 'signIn.other' : 'signIn.google')}
          className="mt-6"
        />
      </div>
    </PublicFrame>
  )
}

/** What somebody agrees to by signing in; the server records it in these versions. */
import { Link } from 'wouter'
import { useSpeech } from '../../i18n/language.tsx'
import { segments } from '../../i18n/translate.ts'

export function Consent() {
  const { t } = useSpeech()
  return (
    <p className="mt-3 text-sm text-ink-3">
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
  )
}

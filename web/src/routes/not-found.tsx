import { Link } from 'wouter'
import { Portrait } from '../components/mark.tsx'
import { buttonClass } from '../components/ui/button.tsx'
import { Empty } from '../components/ui/state.tsx'
import { useSpeech } from '../i18n/language.tsx'

/** Stands inside a frame that has the page's main landmark. */
export function NotFound() {
  const { t } = useSpeech()
  return (
    <Empty title={t('notFound.title')}>
      <Portrait className="-order-1 size-16" />
      <p className="text-ink-2">{t('notFound.text')}</p>
      <Link to="/" className={buttonClass({ look: 'primary' })}>
        {t('notFound.home')}
      </Link>
    </Empty>
  )
}

/** `/offline`: what can still be done without a network. */
import { Link } from 'wouter'
import { PublicFrame } from '../app/public-frame.tsx'
import { Portrait } from '../components/mark.tsx'
import { buttonClass } from '../components/ui/button.tsx'
import { Empty } from '../components/ui/state.tsx'
import { useSpeech } from '../i18n/language.tsx'
import { useTitle } from '../lib/title.ts'

export default function Offline() {
  const { t } = useSpeech()
  useTitle(t('offline.title'))
  return (
    <PublicFrame>
      <Empty title={t('offline.title')}>
        <Portrait className="-order-1 size-16" />
        <p className="text-ink-2">{t('offline.text')}</p>
        <div className="mt-2 flex gap-2">
          <Link to="/chat" className={buttonClass({ look: 'primary' })}>
            {t('nav.chat')}
          </Link>
          <Link to="/portfolio" className={buttonClass({ look: 'secondary' })}>
            {t('nav.portfolio')}
          </Link>
        </div>
      </Empty>
    </PublicFrame>
  )
}

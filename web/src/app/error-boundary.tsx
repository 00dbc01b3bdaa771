import { Component, type ReactNode } from 'react'
import { Button } from '../components/ui/button.tsx'
import { Empty } from '../components/ui/state.tsx'
import { useSpeech } from '../i18n/language.tsx'
import { noteFault } from '../lib/faults.ts'

interface Props {
  readonly children: ReactNode
}

/** Where a screen that breaks ends: with words and a way on, never as a white page. */
export class ErrorBoundary extends Component<Props, { readonly broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override componentDidCatch(thrown: unknown) {
    noteFault(thrown)
  }

  override render() {
    return this.state.broken ? <Broken /> : this.props.children
  }
}

function Broken() {
  const { t } = useSpeech()
  return (
    <main>
      <Empty title={t('app.broken.title')}>
        <p className="text-ink-2">{t(navigator.onLine ? 'app.broken.text' : 'app.offline')}</p>
        <Button look="primary" onClick={() => location.reload()}>
          {t('app.broken.reload')}
        </Button>
      </Empty>
    </main>
  )
}

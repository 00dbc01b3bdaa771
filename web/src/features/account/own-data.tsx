/** One's own data: to take along, or to have erased. */
import type { Me } from '@sage/edge/contract'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import { Button, buttonClass } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { eraseMe } from './session.ts'

/** `onErased` runs once nothing is left on the server. */
export function OwnData({ me, onErased }: { readonly me: Me; readonly onErased: () => void }) {
  const { t } = useSpeech()
  const [asking, setAsking] = useState(false)
  return (
    <section aria-labelledby="own-data" className="mt-8">
      <h2 id="own-data" className="text-sm font-medium text-ink-3">
        {t('settings.data')}
      </h2>
      <div className="mt-2 divide-y divide-line rounded-2xl border border-line bg-surface px-5 shadow-card">
        <Deed name={t('settings.export')} text={t('settings.export.text')}>
          <a
            href="/api/users/me/export"
            download="sage-export.json"
            data-testid="export"
            className={buttonClass({ look: 'secondary' })}
          >
            {t('settings.export.deed')}
          </a>
        </Deed>
        <Deed name={t('settings.erase')} text={t('settings.erase.text')}>
          <Button data-testid="erase" onClick={() => setAsking(true)}>
            {t('settings.erase.deed')}
          </Button>
        </Deed>
      </div>
      {asking && <Erase me={me} onErased={onErased} onClose={() => setAsking(false)} />}
    </section>
  )
}

function Deed({
  name,
  text,
  children,
}: {
  readonly name: string
  readonly text: string
  readonly children: ReactNode
}) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
      <div className="min-w-48 flex-1">
        <p className="font-medium">{name}</p>
        <p className="text-sm text-ink-3">{text}</p>
      </div>
      {children}
    </div>
  )
}

/** Nothing brings it back, so the address has to be written out. */
function Erase({
  me,
  onErased,
  onClose,
}: {
  readonly me: Me
  readonly onErased: () => void
  readonly onClose: () => void
}) {
  const { t } = useSpeech()
  const field = useId()
  const [text, setText] = useState('')
  const erase = useMutation({ mutationFn: eraseMe, onSuccess: onErased })
  return (
    <Dialog title={t('settings.erase.title')} onClose={onClose}>
      <p className="mt-2 text-ink-2">{t('settings.erase.warning')}</p>
      <label htmlFor={field} className="mt-4 block text-sm text-ink-2">
        {t('settings.erase.confirm', { email: me.email })}
      </label>
      <input
        id={field}
        type="email"
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="mt-1 h-11 w-full rounded-xl border border-line-strong bg-surface px-3 text-base"
      />
      {erase.isError && (
        <p role="alert" className="mt-2 text-sm text-down">
          {t('settings.erase.failed')}
        </p>
      )}
      <div className="mt-5 flex justify-end gap-2">
        <Button look="quiet" onClick={onClose}>
          {t('app.cancel')}
        </Button>
        <Button
          look="primary"
          data-testid="erase-confirm"
          disabled={erase.isPending || text.trim().toLowerCase() !== me.email}
          onClick={() => erase.mutate()}
        >
          {t('settings.erase.deed')}
        </Button>
      </div>
    </Dialog>
  )
}

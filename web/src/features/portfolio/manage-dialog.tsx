/** The portfolios of the reader: names, which one is the default, and an end for those that are not wanted. */
import { mostPortfolios, type Portfolio } from '@sage/edge/contract'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { Badge } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { createPortfolio, deletePortfolio, refusalOf, updatePortfolio } from './queries.ts'

type Problem = ReturnType<typeof refusalOf>

export function ManageDialog({
  portfolios,
  onDeleted,
  onClose,
}: {
  readonly portfolios: readonly Portfolio[]
  readonly onDeleted: (id: string) => void
  readonly onClose: () => void
}) {
  const { t } = useSpeech()
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  /** Whether it was done. */
  const change = async (work: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true)
    setProblem(undefined)
    try {
      await work()
      return true
    } catch (error) {
      setProblem(refusalOf(error))
      return false
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog title={t('portfolio.manage')} onClose={onClose}>
      <ul className="mt-3 divide-y divide-line">
        {portfolios.map((portfolio) => (
          <Line
            key={portfolio.id}
            portfolio={portfolio}
            busy={busy}
            onRename={(name) => change(() => updatePortfolio(portfolio.id, { name }))}
            onPrefer={() => void change(() => updatePortfolio(portfolio.id, { isDefault: true }))}
            onDelete={async () => {
              if (await change(() => deletePortfolio(portfolio.id))) onDeleted(portfolio.id)
            }}
          />
        ))}
      </ul>
      {portfolios.length < mostPortfolios ? (
        <NameForm
          label={t('portfolio.new')}
          action={t('portfolio.new.add')}
          initial=""
          busy={busy}
          onSubmit={(name) => change(() => createPortfolio(name))}
        />
      ) : (
        <p className="mt-3 text-sm text-ink-3">{t('portfolio.most', { count: mostPortfolios })}</p>
      )}
      {problem && (
        <p role="alert" className="mt-2 text-sm text-down">
          {t(`signal.refused.${problem}`)}
        </p>
      )}
      <div className="mt-5 flex justify-end">
        <Button onClick={onClose}>{t('portfolio.manage.done')}</Button>
      </div>
    </Dialog>
  )
}

function Line({
  portfolio,
  busy,
  onRename,
  onPrefer,
  onDelete,
}: {
  readonly portfolio: Portfolio
  readonly busy: boolean
  readonly onRename: (name: string) => Promise<boolean>
  readonly onPrefer: () => void
  readonly onDelete: () => void
}) {
  const { t } = useSpeech()
  const [state, setState] = useState<'shown' | 'renaming' | 'deleting'>('shown')
  const { name } = portfolio
  if (state === 'renaming') {
    return (
      <li className="pb-3">
        <NameForm
          label={t('portfolio.rename')}
          action={t('chats.rename.save')}
          initial={name}
          busy={busy}
          onSubmit={async (text) => {
            const done = await onRename(text)
            if (done) setState('shown')
            return done
          }}
        />
      </li>
    )
  }
  return (
    <li className="py-2.5" data-testid="managed-portfolio">
      <p className="flex items-center gap-2 font-medium">
        <span className="min-w-0 truncate">{name}</span>
        {portfolio.isDefault && <Badge tone="gold">{t('portfolio.default')}</Badge>}
      </p>
      {state === 'deleting' ? (
        <div role="alert" className="mt-1.5 rounded-xl bg-sunken p-3 text-sm">
          <p>{t('portfolio.delete.sure', { name })}</p>
          <div className="mt-2 flex gap-2">
            <Button size="small" disabled={busy} onClick={onDelete}>
              {t('portfolio.delete.yes')}
            </Button>
            <Button size="small" look="quiet" onClick={() => setState('shown')}>
              {t('app.cancel')}
            </Button>
          </div>
        </div>
      ) : (
        <div className="mt-0.5 -ml-3 flex flex-wrap">
          <Button look="quiet" size="small" disabled={busy} onClick={() => setState('renaming')}>
            {t('portfolio.rename')}
          </Button>
          {!portfolio.isDefault && (
            <Button look="quiet" size="small" disabled={busy} onClick={onPrefer}>
              {t('portfolio.prefer')}
            </Button>
          )}
          <Button look="quiet" size="small" disabled={busy} onClick={() => setState('deleting')}>
            {t('portfolio.delete')}
          </Button>
        </div>
      )}
    </li>
  )
}

function NameForm({
  label,
  action,
  initial,
  busy,
  onSubmit,
}: {
  readonly label: string
  readonly action: string
  readonly initial: string
  readonly busy: boolean
  readonly onSubmit: (name: string) => Promise<boolean>
}) {
  const [text, setText] = useState(initial)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '' && (await onSubmit(text.trim()))) setText('')
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="mt-3 flex gap-2">
      <input
        aria-label={label}
        placeholder={label}
        value={text}
        maxLength={40}
        onChange={(event) => setText(event.target.value)}
        className="h-11 min-w-0 flex-1 rounded-xl border border-line-strong bg-surface px-3 text-base md:text-sm"
      />
      <Button type="submit" look="primary" disabled={busy || text.trim() === ''}>
        {action}
      </Button>
    </form>
  )
}

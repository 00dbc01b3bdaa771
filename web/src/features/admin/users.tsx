import type { AdminUser } from '@sage/edge/contract'
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { Badge } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { meQuery } from '../account/session.ts'
import { setDisabled, usersQuery } from './queries.ts'
import { type Column, Listed, Table } from './table.tsx'
import { usd } from './turns.tsx'

/** Who there is, found by the beginning of an address; disabling asks first. */
export function Users() {
  const { t, formats } = useSpeech()
  const [text, setText] = useState('')
  const [asked, setAsked] = useState<AdminUser>()
  const me = useQuery(meQuery).data
  const query = useInfiniteQuery(usersQuery(useDeferredValue(text.trim())))
  const rows = query.data?.pages.flatMap((page) => page.users) ?? []
  const columns: Column<AdminUser>[] = [
    {
      name: t('admin.user'),
      cell: (user) => (
        <>
          <span className="block font-medium">{user.email}</span>
          {user.name !== null && <span className="text-xs text-ink-3">{user.name}</span>}
        </>
      ),
    },
    {
      name: t('admin.users.state'),
      cell: (user) => (
        <span className="flex gap-1">
          {user.role === 'admin' && <Badge tone="gold">{t('admin.users.admin')}</Badge>}
          <Badge tone={user.disabled ? 'warn' : 'plain'}>
            {t(user.disabled ? 'admin.users.disabled' : 'admin.users.active')}
          </Badge>
        </span>
      ),
    },
    {
      name: t('admin.users.lastSignIn'),
      cell: (user) => (user.lastSignInAt === null ? '–' : formats.dateTime(user.lastSignInAt)),
    },
    { name: t('admin.users.turns'), numeric: true, cell: (user) => formats.count(user.turns) },
    { name: t('admin.cost'), numeric: true, cell: (user) => usd(user.costUsd) },
    {
      name: t('admin.users.access'),
      cell: (user) =>
        user.id !== me?.id && (
          <Button size="small" onClick={() => setAsked(user)}>
            {t(user.disabled ? 'admin.users.enable' : 'admin.users.disable')}
          </Button>
        ),
    },
  ]
  return (
    <>
      <input
        type="search"
        aria-label={t('admin.users.search')}
        placeholder={t('admin.users.search')}
        value={text}
        maxLength={254}
        onChange={(event) => setText(event.target.value)}
        className="mt-4 h-11 w-full max-w-md rounded-xl border border-line-strong bg-surface px-3 text-base"
      />
      <Listed query={query} rows={rows}>
        <Table label={t('admin.view.users')} columns={columns} rows={rows} />
      </Listed>
      {asked && <Confirm user={asked} onClose={() => setAsked(undefined)} />}
    </>
  )
}

function Confirm({ user, onClose }: { readonly user: AdminUser; readonly onClose: () => void }) {
  const { t } = useSpeech()
  const change = useMutation({ mutationFn: () => setDisabled(user.id, !user.disabled), onSuccess: onClose })
  const deed = user.disabled ? 'enable' : 'disable'
  return (
    <Dialog title={t(`admin.users.${deed}.title`)} onClose={onClose}>
      <p className="mt-2 text-ink-2">{t(`admin.users.${deed}.text`, { email: user.email })}</p>
      {change.isError && (
        <p role="alert" className="mt-2 text-sm text-down">
          {t('admin.change.failed')}
        </p>
      )}
      <div className="mt-5 flex justify-end gap-2">
        <Button look="quiet" onClick={onClose}>
          {t('app.cancel')}
        </Button>
        <Button look="primary" disabled={change.isPending} onClick={() => change.mutate()}>
          {t(`admin.users.${deed}`)}
        </Button>
      </div>
    </Dialog>
  )
}

import type { AdminDelivery, ParkedRow } from '@sage/edge/contract'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/ui/button.tsx'
import { Segments } from '../../components/ui/segments.tsx'
import { Badge } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { DeadLetterList } from './dead-letters.tsx'
import { deliveriesQuery, parkedRowsQuery, retryRow } from './queries.ts'
import { type Column, Listed, ShortId, Table } from './table.tsx'

const deliveryScopes = ['dead', 'all'] as const

/** Messages that did not arrive: those that were given up, or all that failed so far. */
export function Deliveries() {
  const { t } = useSpeech()
  const [scope, setScope] = useState<(typeof deliveryScopes)[number]>('dead')
  return (
    <>
      <div className="mt-4">
        <Segments
          label={t('admin.view.deliveries')}
          value={scope}
          options={deliveryScopes.map((value) => ({ value, text: t(`admin.deliveries.${value}`) }))}
          onChange={setScope}
        />
      </div>
      {scope === 'dead' ? <DeadLetterList /> : <FailedDeliveries />}
    </>
  )
}

function FailedDeliveries() {
  const { t, formats } = useSpeech()
  const query = useInfiniteQuery(deliveriesQuery)
  const rows = query.data?.pages.flatMap((page) => page.deliveries) ?? []
  const columns: Column<AdminDelivery>[] = [
    { name: t('admin.at'), cell: ({ updatedAt }) => formats.dateTime(updatedAt) },
    { name: t('admin.deliveries.channel'), cell: ({ channel }) => channel },
    {
      name: t('admin.deliveries.status'),
      cell: ({ status }) => (
        <Badge tone={status === 'dead' ? 'warn' : 'plain'}>{t(`admin.deliveries.status.${status}`)}</Badge>
      ),
    },
    { name: t('admin.deliveries.attempts'), numeric: true, cell: ({ attempts }) => formats.count(attempts) },
    { name: t('admin.deliveries.error'), cell: ({ lastError }) => lastError ?? '–' },
  ]
  return (
    <Listed query={query} rows={rows}>
      <Table label={t('admin.view.deliveries')} columns={columns} rows={rows} />
    </Listed>
  )
}

/** What a chat could not bring to PostgreSQL; each can be tried again. */
export function ParkedRowList() {
  const { t, formats } = useSpeech()
  const query = useInfiniteQuery(parkedRowsQuery)
  const rows = query.data?.pages.flatMap((page) => page.parkedRows) ?? []
  const columns: Column<ParkedRow>[] = [
    { name: t('admin.at'), cell: ({ parkedAt }) => formats.dateTime(parkedAt) },
    { name: t('admin.parked.kind'), cell: ({ kind }) => kind },
    {
      name: t('admin.parked.reason'),
      cell: ({ code, rule }) => <code className="text-xs">{rule === null ? code : `${code} ${rule}`}</code>,
    },
    { name: t('admin.user'), cell: ({ userId }) => <ShortId id={userId} /> },
    { name: t('admin.parked.again'), cell: ({ id }) => <Retry id={id} /> },
  ]
  return (
    <Listed query={query} rows={rows}>
      <Table label={t('admin.view.parked')} columns={columns} rows={rows} />
    </Listed>
  )
}

function Retry({ id }: { readonly id: string }) {
  const { t } = useSpeech()
  const retry = useMutation({ mutationFn: () => retryRow(id) })
  return (
    <span className="flex items-center gap-2">
      <Button size="small" disabled={retry.isPending} onClick={() => retry.mutate()}>
        {t('app.retry')}
      </Button>
      <span role="status" className="text-xs text-ink-3">
        {retry.isSuccess && t(`admin.parked.retried.${retry.data.status}`)}
        {retry.isError && t('admin.change.failed')}
      </span>
    </span>
  )
}

/** Messages that were given up. Each can be put on its way again. */
import type { DeadLetter } from '@sage/edge/contract/alerts'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { Button } from '../../components/ui/button.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { deadLettersQuery, retryLetter } from './queries.ts'
import { type Column, Listed, ShortId, Table } from './table.tsx'

export function DeadLetterList() {
  const { t, formats } = useSpeech()
  const query = useInfiniteQuery(deadLettersQuery)
  const rows = query.data?.pages.flatMap((page) => page.deadLetters) ?? []
  const retry = useMutation({ mutationFn: retryLetter })
  const columns: Column<DeadLetter>[] = [
    { name: t('admin.at'), cell: ({ updatedAt }) => formats.dateTime(updatedAt) },
    {
      name: t('admin.deliveries.channel'),
      cell: ({ channel, service }) => (service === null ? channel : `${channel} · ${service}`),
    },
    {
      name: t('admin.user'),
      cell: ({ userId }) => (userId === null ? '–' : <ShortId id={userId} />),
    },
    { name: t('admin.deliveries.attempts'), numeric: true, cell: ({ attempts }) => formats.count(attempts) },
    { name: t('admin.deliveries.error'), cell: ({ lastError }) => lastError ?? '–' },
    {
      name: t('admin.deliveries.again'),
      cell: ({ id }) => (
        <Button
          size="small"
          disabled={retry.isPending && retry.variables === id}
          onClick={() => retry.mutate(id)}
        >
          {t('app.retry')}
        </Button>
      ),
    },
  ]
  return (
    <>
      {/* What was sent again leaves the list, so that its row cannot say so. */}
      <p role="status" className="text-sm text-ink-2 not-empty:mt-4">
        {retry.isSuccess && t('admin.deliveries.retried')}
        {retry.isError && t('admin.change.failed')}
      </p>
      <Listed query={query} rows={rows}>
        <Table label={t('admin.deliveries.dead')} columns={columns} rows={rows} />
      </Listed>
    </>
  )
}

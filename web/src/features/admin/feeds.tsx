import type { AdminFeeds, AdminIncident } from '@sage/edge/contract'
import { useQuery } from '@tanstack/react-query'
import { Badge, Failed } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { feedsQuery } from './queries.ts'
import { type Column, ListLoading, Nothing, Table } from './table.tsx'

/** How the exchanges' feeds are, how old the prices, and what has broken lately. */
export function Feeds() {
  const { t } = useSpeech()
  const query = useQuery(feedsQuery)
  if (query.isPending) return <ListLoading />
  if (!query.data) {
    return (
      <Failed className="mt-4" onRetry={() => void query.refetch()}>
        {t('admin.failed')}
      </Failed>
    )
  }
  return <Health data={query.data} />
}

function Health({ data }: { readonly data: AdminFeeds }) {
  const { t, formats } = useSpeech()
  const feeds = data.feeds.map((feed) => ({ ...feed, id: feed.venue }))
  const quotes = data.quotes.map((quote) => ({ ...quote, id: quote.symbol }))
  const feedColumns: Column<(typeof feeds)[number]>[] = [
    { name: t('admin.feeds.venue'), cell: ({ venue }) => t(`fact.venue.${venue}`) },
    {
      name: t('admin.feeds.status'),
      cell: ({ status }) => (
        <Badge tone={status === 'live' ? 'plain' : 'warn'}>{t(`status.feed.${status}`)}</Badge>
      ),
    },
    {
      name: t('status.lastData'),
      cell: ({ lastDataAt }) => (lastDataAt === undefined ? '–' : formats.time(lastDataAt)),
    },
    { name: t('admin.feeds.reconnects'), numeric: true, cell: (feed) => formats.count(feed.reconnects) },
    { name: t('admin.feeds.errors'), numeric: true, cell: (feed) => formats.count(feed.errors) },
  ]
  const quoteColumns: Column<(typeof quotes)[number]>[] = [
    { name: t('admin.feeds.coin'), cell: ({ symbol }) => symbol },
    { name: t('admin.feeds.venue'), cell: ({ venue }) => t(`fact.venue.${venue}`) },
    { name: t('admin.feeds.age'), numeric: true, cell: ({ ageMs }) => formats.seconds(ageMs) },
  ]
  const incidentColumns: Column<AdminIncident>[] = [
    { name: t('admin.at'), cell: ({ startedAt }) => formats.dateTime(startedAt) },
    { name: t('admin.incidents.part'), cell: ({ component }) => component },
    { name: t('admin.incidents.what'), wraps: true, cell: ({ summary }) => summary },
    {
      name: t('admin.incidents.ended'),
      cell: ({ endedAt }) =>
        endedAt === null ? <Badge tone="warn">{t('admin.incidents.open')}</Badge> : formats.dateTime(endedAt),
    },
  ]
  return (
    <>
      <Table label={t('admin.view.feeds')} columns={feedColumns} rows={feeds} />
      <Table label={t('admin.feeds.quotes')} columns={quoteColumns} rows={quotes} />
      <h2 className="mt-6 text-sm font-medium text-ink-2">{t('admin.incidents')}</h2>
      {data.incidents.length === 0 ? (
        <Nothing />
      ) : (
        <Table label={t('admin.incidents')} columns={incidentColumns} rows={data.incidents} />
      )}
    </>
  )
}

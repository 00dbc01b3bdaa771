import type { AdminReview, AdminReviewDay } from '@sage/edge/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Badge } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { reviewsQuery } from './queries.ts'
import { type Column, Listed, ShortId, Table } from './table.tsx'

/** Verdicts, and how often the mentor says what no fact says. */
export function Reviews() {
  const { t, formats } = useSpeech()
  const query = useInfiniteQuery(reviewsQuery)
  const rows = query.data?.pages.flatMap((page) => page.reviews) ?? []
  const days = query.data?.pages[0]?.days ?? []
  const columns: Column<AdminReview>[] = [
    { name: t('admin.at'), cell: (review) => formats.dateTime(review.at) },
    { name: t('admin.reviews.by'), cell: (review) => t(`admin.reviews.by.${review.by}`) },
    {
      name: t('admin.reviews.verdict'),
      cell: (review) => (
        <Badge tone={review.recommendation === 'approve' ? 'plain' : 'warn'}>
          {t(`admin.reviews.verdict.${review.recommendation}`)}
        </Badge>
      ),
    },
    {
      name: t('admin.reviews.issues'),
      wraps: true,
      cell: (review) =>
        review.issues.length === 0
          ? '–'
          : review.issues
              .map(({ kind, span }) => (span === undefined ? kind : `${kind}: ${span}`))
              .join(', '),
    },
    { name: t('admin.turn'), cell: (review) => <ShortId id={review.turnId} /> },
  ]
  return (
    <>
      {days.length > 0 && <Rate days={days} />}
      <Listed query={query} rows={rows}>
        <Table label={t('admin.view.reviews')} columns={columns} rows={rows} />
      </Listed>
    </>
  )
}

/** The share of answers, by day, in which something was invented or contradicted; newest day first. */
function Rate({ days }: { readonly days: readonly AdminReviewDay[] }) {
  const { t, formats } = useSpeech()
  const percentOf = ({ hallucinated, reviewed }: AdminReviewDay) =>
    (100 * hallucinated) / Math.max(1, reviewed)
  const highest = Math.max(1, ...days.map(percentOf))
  const columns: Column<AdminReviewDay & { readonly id: string }>[] = [
    { name: t('admin.reviews.day'), cell: ({ day }) => day },
    {
      name: t('admin.reviews.rate'),
      cell: (day) => (
        <span className="flex min-w-40 items-center gap-2 tabular-nums">
          <span aria-hidden className="h-2 flex-1 overflow-hidden rounded-full bg-sunken">
            <span
              className="block h-full rounded-full bg-warn"
              style={{ width: `${(100 * percentOf(day)) / highest}%` }}
            />
          </span>
          {formats.percent(percentOf(day).toFixed(2))}
        </span>
      ),
    },
    { name: t('admin.reviews.reviewed'), numeric: true, cell: (day) => formats.count(day.reviewed) },
    { name: t('admin.reviews.invented'), numeric: true, cell: (day) => formats.count(day.invented) },
    { name: t('admin.reviews.contradicted'), numeric: true, cell: (day) => formats.count(day.contradicted) },
    { name: t('admin.reviews.revised'), numeric: true, cell: (day) => formats.count(day.revised) },
    { name: t('admin.reviews.rejected'), numeric: true, cell: (day) => formats.count(day.rejected) },
  ]
  const rows = days.map((day) => ({ ...day, id: day.day })).reverse()
  return (
    <>
      <h2 className="mt-6 text-sm font-medium text-ink-2">{t('admin.reviews.rate.title')}</h2>
      <p className="text-sm text-ink-3">{t('admin.reviews.rate.text')}</p>
      <Table label={t('admin.reviews.rate.title')} columns={columns} rows={rows} />
    </>
  )
}

/** A list of the administration as a table, further pages on request. */
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Button } from '../../components/ui/button.tsx'
import { Failed, Loading, Skeleton } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { classNames } from '../../lib/class-names.ts'

export interface Column<Row> {
  readonly name: string
  readonly cell: (row: Row) => ReactNode
  readonly numeric?: boolean
  /** What may be long runs over several lines. */
  readonly wraps?: boolean
}

/** Wider than a phone it scrolls by itself, so that the page does not. */
export function Table<Row extends { readonly id: string }>({
  label,
  columns,
  rows,
}: {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
}) {
  const side = (column: Column<Row>) => (column.numeric ? 'text-right tabular-nums' : 'text-left')
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="mt-4 overflow-x-auto rounded-2xl border border-line bg-surface shadow-card"
    >
      <table className="w-full min-w-2xl text-sm">
        <thead>
          <tr className="border-b border-line text-xs text-ink-3">
            {columns.map((column) => (
              <th
                key={column.name}
                scope="col"
                className={`px-4 py-2.5 font-medium whitespace-nowrap ${side(column)}`}
              >
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={row.id}>
              {columns.map((column) => (
                <td
                  key={column.name}
                  className={classNames(
                    'px-4 py-2.5 align-top',
                    side(column),
                    column.wraps ? 'min-w-56 wrap-anywhere' : 'whitespace-nowrap',
                  )}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Loading, failed, empty, or `children` with a way to the next page. */
export function Listed<Page>({
  query,
  rows,
  children,
}: {
  readonly query: UseInfiniteQueryResult<InfiniteData<Page>>
  readonly rows: readonly unknown[]
  readonly children: ReactNode
}) {
  const { t } = useSpeech()
  if (query.isPending) return <ListLoading />
  if (query.isError && !query.data) {
    return (
      <Failed className="mt-4" onRetry={() => void query.refetch()}>
        {t('admin.failed')}
      </Failed>
    )
  }
  return (
    <>
      {rows.length === 0 ? <Nothing /> : children}
      {query.hasNextPage && (
        <Button
          className="mt-4"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('chats.more')}
        </Button>
      )}
    </>
  )
}

export function ListLoading() {
  return (
    <Loading>
      <Skeleton className="mt-4 h-64 rounded-2xl" />
    </Loading>
  )
}

export function Nothing() {
  const { t } = useSpeech()
  return (
    <p className="mt-4 rounded-2xl border border-line px-4 py-10 text-center text-ink-3">{t('admin.none')}</p>
  )
}

/** Figures above a list. */
export function Tiles({
  tiles,
}: {
  readonly tiles: readonly { readonly name: string; readonly value: string }[]
}) {
  return (
    <dl className="mt-4 grid grid-cols-2 gap-3 md:grid-cols-4">
      {tiles.map(({ name, value }) => (
        <div key={name} className="rounded-2xl border border-line bg-surface p-4 shadow-card">
          <dt className="text-sm text-ink-3">{name}</dt>
          <dd className="mt-1 text-xl font-semibold tracking-tight tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Ids differ in their last digits; the whole is there to be read on demand. */
export function ShortId({ id }: { readonly id: string }) {
  return (
    <code title={id} className="text-xs text-ink-3">
      …{id.slice(-8)}
    </code>
  )
}

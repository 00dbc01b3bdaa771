import type { AdminTurn, AdminTurnSummary } from '@sage/edge/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Badge } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { turnsQuery } from './queries.ts'
import { type Column, Listed, ShortId, Table, Tiles } from './table.tsx'

/** What turns took and cost. */
export function Turns() {
  const { t, formats } = useSpeech()
  const query = useInfiniteQuery(turnsQuery)
  const rows = query.data?.pages.flatMap((page) => page.turns) ?? []
  const summary = query.data?.pages[0]?.summary
  const ms = (value: number | undefined) => (value === undefined ? '–' : formats.seconds(value))
  const columns: Column<AdminTurn>[] = [
    { name: t('admin.at'), cell: (turn) => formats.dateTime(turn.at) },
    {
      name: t('admin.turns.status'),
      cell: (turn) => (
        <Badge tone={turn.status === 'failed' ? 'warn' : 'plain'}>
          {t(`admin.turns.status.${turn.status}`)}
          {turn.failureCode !== null && ` · ${turn.failureCode}`}
        </Badge>
      ),
    },
    { name: t('admin.turns.intent'), cell: (turn) => turn.intent ?? '–' },
    { name: t('admin.turns.firstWord'), numeric: true, cell: (turn) => ms(turn.timings?.firstWordMs) },
    { name: t('admin.turns.total'), numeric: true, cell: (turn) => ms(turn.timings?.totalMs) },
    {
      name: t('admin.turns.tokens'),
      numeric: true,
      cell: (turn) => `${formats.count(turn.inputTokens)} / ${formats.count(turn.outputTokens)}`,
    },
    { name: t('admin.cost'), numeric: true, cell: (turn) => usd(turn.costUsd) },
    { name: t('admin.turns.calls'), cell: (turn) => <Calls turn={turn} /> },
    { name: t('admin.user'), cell: (turn) => <ShortId id={turn.userId} /> },
  ]
  return (
    <>
      {summary && <Summary summary={summary} />}
      <Listed query={query} rows={rows}>
        <Table label={t('admin.view.turns')} columns={columns} rows={rows} />
      </Listed>
    </>
  )
}

/** The last 24 hours. */
function Summary({ summary }: { readonly summary: AdminTurnSummary }) {
  const { t, formats } = useSpeech()
  const pair = (times: AdminTurnSummary['totalMs']) =>
    times === null ? '–' : `${formats.seconds(times.p50)} / ${formats.seconds(times.p95)}`
  return (
    <Tiles
      tiles={[
        {
          name: t('admin.turns.today'),
          value: `${formats.count(summary.turns)} (${formats.count(summary.failed)})`,
        },
        { name: t('admin.turns.costToday'), value: usd(summary.costUsd) },
        { name: t('admin.turns.firstWord.p'), value: pair(summary.firstWordMs) },
        { name: t('admin.turns.total.p'), value: pair(summary.totalMs) },
      ]}
    />
  )
}

function Calls({ turn }: { readonly turn: AdminTurn }) {
  const { t, formats } = useSpeech()
  if (turn.calls.length === 0) return '–'
  return (
    <details>
      <summary className="cursor-pointer">{formats.count(turn.calls.length)}</summary>
      <ul className="mt-1 space-y-0.5 text-xs whitespace-nowrap text-ink-2">
        {turn.calls.map((call, index) => (
          <li key={index}>
            {t(`stage.${call.agent}`)} · {call.model} · {formats.seconds(call.ms)} ·{' '}
            {usd(call.costUsd.toFixed(6))} · {t(`admin.turns.call.${call.outcome}`)}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** Answers cost fractions of a cent. */
export function usd(amount: string): string {
  return `$${Number(amount).toFixed(4)}`
}

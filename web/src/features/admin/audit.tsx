import type { AuditEntry } from '@sage/edge/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Segments } from '../../components/ui/segments.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { auditQuery } from './queries.ts'
import { type Column, Listed, Table } from './table.tsx'

const scopes = ['changes', 'all'] as const

/** Who asked the administration for what. */
export function Audit() {
  const { t, formats } = useSpeech()
  const [scope, setScope] = useState<(typeof scopes)[number]>('changes')
  const query = useInfiniteQuery(auditQuery(scope === 'changes'))
  const rows = query.data?.pages.flatMap((page) => page.entries) ?? []
  const columns: Column<AuditEntry>[] = [
    { name: t('admin.at'), cell: ({ at }) => formats.dateTime(at) },
    { name: t('admin.audit.who'), cell: ({ actorEmail }) => actorEmail ?? t('admin.audit.erased') },
    { name: t('admin.audit.what'), cell: ({ action }) => <code className="text-xs">{action}</code> },
    {
      name: t('admin.audit.detail'),
      cell: ({ target, detail }) => (
        <code className="text-xs break-all text-ink-3">
          {target} {Object.keys(detail).length > 0 && JSON.stringify(detail)}
        </code>
      ),
    },
  ]
  return (
    <>
      <div className="mt-4">
        <Segments
          label={t('admin.view.audit')}
          value={scope}
          options={scopes.map((value) => ({ value, text: t(`admin.audit.${value}`) }))}
          onChange={setScope}
        />
      </div>
      <Listed query={query} rows={rows}>
        <Table label={t('admin.view.audit')} columns={columns} rows={rows} />
      </Listed>
    </>
  )
}

/** `/admin/:view`: how the service is, for administrators. The server decides who that is; here it is only said. */
import { useQuery } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import { useParams } from 'wouter'
import { NavLink } from '../components/nav-link.tsx'
import { Empty } from '../components/ui/state.tsx'
import { meQuery } from '../features/account/session.ts'
import { Audit } from '../features/admin/audit.tsx'
import { Deliveries, ParkedRowList } from '../features/admin/failures.tsx'
import { Feeds } from '../features/admin/feeds.tsx'
import { Reviews } from '../features/admin/reviews.tsx'
import { ListLoading } from '../features/admin/table.tsx'
import { Turns } from '../features/admin/turns.tsx'
import { Users } from '../features/admin/users.tsx'
import { useSpeech } from '../i18n/language.tsx'
import { classNames } from '../lib/class-names.ts'
import { useTitle } from '../lib/title.ts'

const views = ['turns', 'reviews', 'feeds', 'users', 'deliveries', 'parked', 'audit'] as const
type View = (typeof views)[number]

const pageOf: Readonly<Record<View, ComponentType>> = {
  turns: Turns,
  reviews: Reviews,
  feeds: Feeds,
  users: Users,
  deliveries: Deliveries,
  parked: ParkedRowList,
  audit: Audit,
}

export default function Admin() {
  const { t } = useSpeech()
  useTitle(t('admin.title'))
  const me = useQuery(meQuery).data
  const { view: wanted } = useParams()
  const view = views.find((each) => each === wanted) ?? 'turns'
  if (me && me.role !== 'admin') {
    return (
      <Empty title={t('admin.refused.title')}>
        <p className="text-ink-2">{t('admin.refused.text')}</p>
      </Empty>
    )
  }
  const Page = pageOf[view]
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-6xl p-4 md:p-8">
        <h1 className="text-2xl font-semibold tracking-tight">{t('admin.title')}</h1>
        <p className="mt-1 text-sm text-ink-3">{t('admin.text')}</p>
        <nav aria-label={t('admin.title')} className="mt-4 flex gap-1 overflow-x-auto border-b border-line">
          {views.map((each) => (
            <NavLink
              key={each}
              to={`/admin/${each}`}
              className={(isActive) =>
                classNames(
                  'shrink-0 border-b-2 px-3 py-2.5 text-sm',
                  isActive || each === view
                    ? 'border-navy font-medium text-ink'
                    : 'border-transparent text-ink-2 hover:text-ink',
                )
              }
            >
              {t(`admin.view.${each}`)}
            </NavLink>
          ))}
        </nav>
        {me ? <Page /> : <ListLoading />}
      </div>
    </div>
  )
}

/** `/notifications`: what was told, the reader's own rules, and what they want to hear of where. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'wouter'
import { NavLink } from '../components/nav-link.tsx'
import { Loading, Skeleton } from '../components/ui/state.tsx'
import { meQuery } from '../features/account/session.ts'
import { Choices } from '../features/notifications/choices.tsx'
import { Devices } from '../features/notifications/devices.tsx'
import { NotificationList } from '../features/notifications/notification-list.tsx'
import { RuleList } from '../features/notifications/rule-list.tsx'
import { useSpeech } from '../i18n/language.tsx'
import { useTitle } from '../lib/title.ts'
import { NotFound } from './not-found.tsx'

const tabs = { list: '/notifications', rules: '/notifications/rules', channels: '/notifications/channels' }

export default function NotificationsPage() {
  const { t } = useSpeech()
  const { tab = 'list' } = useParams<{ tab?: string }>()
  useTitle(t('notifications.title'))
  if (!Object.hasOwn(tabs, tab)) return <NotFound />
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-2xl space-y-5 p-4 md:p-8">
        <h1 className="text-2xl font-semibold tracking-tight">{t('notifications.title')}</h1>
        <nav aria-label={t('notifications.title')} className="inline-flex rounded-xl bg-sunken p-1">
          {(['list', 'rules', 'channels'] as const).map((each) => (
            <NavLink
              key={each}
              to={tabs[each]}
              exact
              className={(isActive) =>
                `flex min-h-9 items-center rounded-lg px-3 text-sm ${isActive ? 'bg-surface font-medium text-ink shadow-card' : 'text-ink-2 hover:text-ink'}`
              }
            >
              {t(`notifications.tab.${each}`)}
            </NavLink>
          ))}
        </nav>
        {tab === 'list' && <NotificationList />}
        {tab === 'rules' && <RuleList />}
        {tab === 'channels' && <Channels />}
      </div>
    </div>
  )
}

function Channels() {
  const { data: me } = useQuery(meQuery)
  return (
    <>
      <Devices />
      {me ? (
        <Choices me={me} />
      ) : (
        <Loading>
          <Skeleton className="h-80 rounded-2xl" />
        </Loading>
      )}
    </>
  )
}

/** How many notifications nobody has read yet, beside the bell and on the app's icon. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useSpeech } from '../../i18n/language.tsx'
import { setBadge } from '../../lib/app-badge.ts'
import { notificationsQuery } from './queries.ts'

const mostShown = 99

export default function UnreadCount() {
  const { t } = useSpeech()
  const { data } = useInfiniteQuery(notificationsQuery)
  const unread = data?.pages[0]?.unread ?? 0
  useEffect(() => setBadge('notifications', unread), [unread])
  if (unread === 0) return null
  return (
    <span className="ml-auto min-w-5 rounded-full bg-primary px-1.5 text-center text-[11px] leading-5 font-semibold text-on-primary tabular-nums">
      <span aria-hidden>{unread > mostShown ? `${mostShown}+` : unread}</span>
      <span className="sr-only">{t('nav.notifications.unread', { count: unread })}</span>
    </span>
  )
}

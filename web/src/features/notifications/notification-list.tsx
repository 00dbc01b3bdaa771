/** What the mentor has told of, newest first; each opens the chat that explains it. */
import type { Notification } from '@sage/edge/contract/alerts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Bell, Newspaper, Send, Target, TrendingDown, TrendingUp } from 'lucide-react'
import { Link } from 'wouter'
import { Button, buttonClass } from '../../components/ui/button.tsx'
import { Failed, Loading, Skeleton } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { classNames } from '../../lib/class-names.ts'
import { useNow } from '../../lib/clock.ts'
import { markAllRead, markRead, notificationsQuery } from './queries.ts'

export function NotificationList() {
  const { t } = useSpeech()
  const pages = useInfiniteQuery(notificationsQuery)
  const notifications = pages.data?.pages.flatMap((page) => page.notifications) ?? []
  if (pages.isPending) {
    return (
      <Loading>
        <Skeleton className="h-72 rounded-2xl" />
      </Loading>
    )
  }
  if (pages.isError && !pages.data) {
    return <Failed onRetry={() => void pages.refetch()}>{t('notifications.failed')}</Failed>
  }
  if (notifications.length === 0) return <NothingYet />
  return (
    <section aria-label={t('notifications.title')}>
      <div className="flex justify-end">
        <Button
          look="quiet"
          size="small"
          disabled={pages.data?.pages[0]?.unread === 0}
          onClick={() => void markAllRead().catch(() => undefined)}
        >
          {t('notifications.readAll')}
        </Button>
      </div>
      <ul className="mt-2 divide-y divide-line overflow-hidden rounded-2xl border border-line bg-surface shadow-card">
        {notifications.map((notification) => (
          <li key={notification.id}>
            <Entry notification={notification} />
          </li>
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button
          look="quiet"
          size="small"
          className="mt-2 w-full"
          disabled={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {t('notifications.more')}
        </Button>
      )}
      {pages.isFetchNextPageError && (
        <Failed className="mt-2" onRetry={() => void pages.fetchNextPage()}>
          {t('notifications.failed')}
        </Failed>
      )}
    </section>
  )
}

function Entry({ notification }: { readonly notification: Notification }) {
  const { t, formats } = useSpeech()
  const now = useNow()
  const { id, contextId, title, body, at, readAt } = notification
  const isNew = readAt === null && !notification.silent
  const Icon = iconOf(notification)
  const read = () => {
    if (readAt === null) void markRead(id).catch(() => undefined)
  }
  const content = (
    <>
      <Icon
        aria-hidden
        className={classNames('mt-0.5 size-5 shrink-0', isNew ? 'text-gold-ink' : 'text-ink-3')}
      />
      <span className="min-w-0 flex-1">
        <span className={classNames('block', isNew ? 'font-semibold' : 'text-ink-2')}>
          {isNew && <span className="sr-only">{t('notifications.new')} </span>}
          {title}
        </span>
        <span className="mt-0.5 block text-sm text-ink-2">{body}</span>
      </span>
      <time dateTime={at} title={formats.dateTime(at)} className="shrink-0 text-xs text-ink-3 tabular-nums">
        {formats.age(now - Date.parse(at))}
      </time>
    </>
  )
  const look = 'flex w-full items-start gap-3 px-4 py-3.5 text-left hover:bg-sunken'
  return contextId === null ? (
    <button type="button" onClick={read} className={look}>
      {content}
    </button>
  ) : (
    <Link to={`/chat/new?context=${contextId}`} onClick={read} className={look}>
      {content}
    </Link>
  )
}

function iconOf({ kind, direction }: Notification) {
  if (kind === 'digest') return Newspaper
  if (kind === 'test') return Send
  if (kind === 'alert_rule') return Target
  return direction === 'down' ? TrendingDown : TrendingUp
}

function NothingYet() {
  const { t } = useSpeech()
  return (
    <section className="flex flex-col items-center gap-3 rounded-2xl border border-line bg-surface px-6 py-14 text-center shadow-card">
      <Bell aria-hidden className="size-8 text-ink-3" />
      <h2 className="text-lg font-semibold">{t('notifications.empty.title')}</h2>
      <p className="max-w-md text-ink-2 text-balance">{t('notifications.empty.text')}</p>
      <Link to="/notifications/rules" className={buttonClass({ look: 'primary' }, 'mt-2')}>
        {t('notifications.empty.rule')}
      </Link>
    </section>
  )
}

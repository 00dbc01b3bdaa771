/** `/status`: how the mentor, the market data and its feeds are. */
import type { Status } from '@sage/edge/contract'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Badge, Failed, Loading, Skeleton } from '../components/ui/state.tsx'
import { History } from '../features/service/history.tsx'
import { statusQuery } from '../features/service/status.ts'
import { useSpeech } from '../i18n/language.tsx'
import { classNames } from '../lib/class-names.ts'
import { useTitle } from '../lib/title.ts'

export default function StatusPage() {
  const { t } = useSpeech()
  useTitle(t('status.title'))
  const status = useQuery(statusQuery)
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-2xl p-4 md:p-8">
        <h1 className="text-2xl font-semibold tracking-tight">{t('status.title')}</h1>
        <p className="mt-1 text-ink-3">{t('status.text')}</p>
        {status.isError && (
          <Failed className="mt-5" onRetry={() => void status.refetch()}>
            {t('status.failed')}
          </Failed>
        )}
        {status.isPending && (
          <Loading>
            <Skeleton className="mt-5 h-56 rounded-2xl" />
          </Loading>
        )}
        {status.data && !status.isError && <Parts status={status.data} />}
        <History />
      </div>
    </div>
  )
}

const tones = { up: 'good', degraded: 'poor', down: 'bad' } as const
const feedTones = { live: 'good', connecting: 'poor', silent: 'poor', down: 'bad' } as const

function Parts({ status }: { readonly status: Status }) {
  const { t, formats } = useSpeech()
  const { market } = status
  return (
    <ul className="mt-5 divide-y divide-line rounded-2xl border border-line bg-surface px-5 shadow-card">
      <Part tone="good" name={t('status.mentor')}>
        {status.mentor === 'demo' ? (
          <Badge tone="gold" title={t('chat.mentor.demo.text')}>
            {t('chat.mentor.demo')}
          </Badge>
        ) : (
          t('status.mentor.claude')
        )}
      </Part>
      <Part tone={tones[market.status]} name={t('status.market')}>
        {market.source === 'replay' && <Badge tone="gold">{t('market.replay')}</Badge>}
        {t(`status.market.${market.status}`)} · {t('status.market.quotes', { count: market.liveQuotes })}
      </Part>
      {status.feeds.map((feed) => (
        <Part key={feed.venue} tone={feedTones[feed.status]} name={t(`fact.venue.${feed.venue}`)}>
          {t(`status.feed.${feed.status}`)}
          {feed.lastDataAt !== undefined && (
            <span className="text-ink-3">
              {t('status.lastData')} {formats.time(feed.lastDataAt)}
            </span>
          )}
        </Part>
      ))}
    </ul>
  )
}

function Part({
  tone,
  name,
  children,
}: {
  readonly tone: 'good' | 'poor' | 'bad'
  readonly name: string
  readonly children: ReactNode
}) {
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1 py-3">
      <span
        aria-hidden
        className={classNames(
          'size-2.5 rounded-full',
          tone === 'good' && 'bg-up',
          tone === 'poor' && 'bg-warn',
          tone === 'bad' && 'bg-down',
        )}
      />
      <b className="flex-auto font-medium whitespace-nowrap">{name}</b>
      <span className="flex flex-wrap items-center gap-2 text-sm text-ink-2">{children}</span>
    </li>
  )
}

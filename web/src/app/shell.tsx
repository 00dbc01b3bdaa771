/** The frame around every signed-in page: sidebar on wide screens, tabs at the bottom on phones. */
import { useQuery } from '@tanstack/react-query'
import { Bell, Command, LineChart, MessageCircle, PieChart, Plus, Settings } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useSyncExternalStore } from 'react'
import { Link, useRoute } from 'wouter'
import { Mark } from '../components/mark.tsx'
import { NavLink } from '../components/nav-link.tsx'
import { Button, buttonClass } from '../components/ui/button.tsx'
import { Loading, Skeleton } from '../components/ui/state.tsx'
import { meQuery } from '../features/account/session.ts'
import { ChatsWithSearch } from '../features/chat/chat-search.tsx'
import { UndoBar } from '../features/chat/undo-bar.tsx'
import { openChapter, useSpeech } from '../i18n/language.tsx'
import { classNames } from '../lib/class-names.ts'
import { useQuiet } from '../lib/quiet.ts'
import { Keyboard, openPalette } from './keyboard.tsx'

// Prices come after the page itself; their place is kept free for them.
const Ticker = lazy(() => import('../features/market/ticker.tsx'))
const UnreadCount = lazy(async () => {
  const [count] = await Promise.all([
    import('../features/notifications/unread-count.tsx'),
    openChapter('pages'),
  ])
  return count
})

const places = [
  { to: '/chat', label: 'nav.chat', Icon: MessageCircle },
  { to: '/market', label: 'nav.market', Icon: LineChart },
  { to: '/portfolio', label: 'nav.portfolio', Icon: PieChart },
  { to: '/notifications', label: 'nav.notifications', Icon: Bell },
  { to: '/settings', label: 'nav.settings', Icon: Settings },
] as const

export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useSpeech()
  // Inside a chat a phone's whole height belongs to the conversation.
  const [isChat, chat] = useRoute('/chat/:id')
  const inChat = isChat && chat.id !== 'new'
  return (
    <div className="flex h-dvh flex-col md:flex-row">
      <a
        href="#content"
        className="absolute top-2 left-2 z-10 -translate-y-16 rounded-lg bg-primary px-4 py-2 text-on-primary focus:translate-y-0"
      >
        {t('app.skip')}
      </a>
      <Sidebar />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <Suspense fallback={<div className="h-11 shrink-0 border-b border-line bg-surface" />}>
          <Ticker />
        </Suspense>
        <OfflineNote />
        <main id="content" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
          <Suspense fallback={<PageSkeleton />}>{children}</Suspense>
        </main>
      </div>
      {!inChat && <Tabs />}
      <UndoBar />
      <Keyboard />
    </div>
  )
}

function Sidebar() {
  const { t } = useSpeech()
  const { data: me } = useQuery(meQuery)
  return (
    <aside
      aria-label={t('app.name')}
      className="hidden w-64 shrink-0 flex-col border-r border-line bg-canvas md:flex"
    >
      <div className="flex h-11 items-center pr-3">
        <Link
          to="/chat"
          className="flex h-full flex-1 items-center gap-2.5 px-4 text-[15px] font-semibold tracking-tight"
        >
          <Mark className="size-6" />
          {t('app.name')}
        </Link>
        <Button
          look="quiet"
          size="tool"
          title={t('nav.palette')}
          aria-label={t('nav.palette')}
          aria-keyshortcuts="Control+K Meta+K"
          onClick={openPalette}
        >
          <Command aria-hidden className="size-4" />
        </Button>
      </div>
      <div className="px-3 py-2">
        <Link to="/chat/new" className={buttonClass({ look: 'primary' }, 'h-10 w-full text-sm')}>
          <Plus aria-hidden className="size-4" />
          {t('chats.new')}
        </Link>
      </div>
      <nav aria-label={t('nav.main')} className="px-3">
        <PlaceLink to="/market" label={t('nav.market')} Icon={LineChart} />
        <PlaceLink to="/portfolio" label={t('nav.portfolio')} Icon={PieChart} />
        <PlaceLink to="/notifications" label={t('nav.notifications')} Icon={Bell}>
          {me && <Unread />}
        </PlaceLink>
      </nav>
      {me && (
        <section aria-label={t('chats.title')} className="mt-3 min-h-0 flex-1 overflow-y-auto px-3">
          <h2 className="px-3 pb-1 text-xs font-medium text-ink-3">{t('chats.title')}</h2>
          <ChatsWithSearch />
        </section>
      )}
      <div className="mt-auto border-t border-line p-3">
        <PlaceLink to="/settings" label={me?.name ?? t('nav.settings')} Icon={Settings} />
      </div>
    </aside>
  )
}

function PlaceLink({
  to,
  label,
  Icon,
  children,
}: {
  readonly to: string
  readonly label: string
  readonly Icon: typeof LineChart
  readonly children?: ReactNode
}) {
  return (
    <NavLink
      to={to}
      className={(isActive) =>
        classNames(
          'flex h-9 items-center gap-2.5 rounded-lg px-3 text-sm hover:bg-sunken',
          isActive ? 'bg-sunken font-medium text-ink' : 'text-ink-2',
        )
      }
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="truncate">{label}</span>
      {children}
    </NavLink>
  )
}

/** It comes when the rest is there. */
function Unread() {
  return useQuiet() ? (
    <Suspense>
      <UnreadCount />
    </Suspense>
  ) : null
}

function Tabs() {
  const { t } = useSpeech()
  const { data: me } = useQuery(meQuery)
  return (
    <nav
      aria-label={t('nav.main')}
      className="flex shrink-0 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {places.map(({ to, label, Icon }) => (
        <NavLink
          key={to}
          to={to}
          className={(isActive) =>
            classNames(
              'relative flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-[11px]',
              isActive ? 'font-semibold text-navy' : 'text-ink-3',
            )
          }
        >
          <Icon aria-hidden className="size-5" />
          {t(label)}
          {me && to === '/notifications' && (
            <span className="absolute top-1 left-1/2 ml-1 flex">
              <Unread />
            </span>
          )}
        </NavLink>
      ))}
    </nav>
  )
}

function OfflineNote() {
  const { t } = useSpeech()
  const online = useSyncExternalStore(subscribeOnline, () => navigator.onLine)
  if (online) return null
  return (
    <p role="status" className="bg-warn-wash px-4 py-1.5 text-center text-sm text-warn">
      {t('app.offline')}
    </p>
  )
}

function subscribeOnline(listener: () => void): () => void {
  addEventListener('online', listener)
  addEventListener('offline', listener)
  return () => {
    removeEventListener('online', listener)
    removeEventListener('offline', listener)
  }
}

export function PageSkeleton() {
  return (
    <Loading>
      <div className="mx-auto w-full max-w-5xl space-y-4 p-4 md:p-8">
        <Skeleton className="h-7 w-40" />
        <Skeleton className="h-40 w-full rounded-2xl" />
      </div>
    </Loading>
  )
}

/** What makes the page an app: its service worker, the offer of a new version, the badge. Loaded once all is quiet. */

import { useRegisterSW } from 'virtual:pwa-register/react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { Button } from '../components/ui/button.tsx'
import { meQuery } from '../features/account/session.ts'
import { chatsQuery } from '../features/chat/queries.ts'
import { useUnseen } from '../features/chat/unseen.ts'
import { useSpeech } from '../i18n/language.tsx'
import { setBadge } from '../lib/app-badge.ts'
import { queryClient } from '../lib/query-client.ts'
import { OpenPage } from '../sw/open-page.ts'

/** A page that stays open for days learns of a new version too. */
const updateCheckMs = 3_600_000

export default function Pwa() {
  const { t } = useSpeech()
  const {
    needRefresh: [needsRefresh, setNeedsRefresh],
    updateServiceWorker,
  } = useRegisterSW({
    onRegisteredSW(_url, registration) {
      if (registration) setInterval(() => void registration.update().catch(() => undefined), updateCheckMs)
    },
  })
  useKeepingFromTheStart()
  useUnreadBadge()
  usePushedPages()
  if (!needsRefresh) return null
  return (
    <section
      aria-label={t('app.update')}
      data-testid="update-bar"
      className="fixed bottom-20 left-1/2 z-20 flex w-max max-w-[calc(100vw-2rem)] -translate-x-1/2 animate-rise items-center gap-2 rounded-xl bg-ink py-1.5 pr-1.5 pl-4 text-sm text-canvas shadow-card md:bottom-6"
    >
      <span role="status">{t('app.update')}</span>
      <Button look="inverse" size="small" onClick={() => void updateServiceWorker()}>
        {t('app.update.now')}
      </Button>
      <Button look="inverse" size="small" onClick={() => setNeedsRefresh(false)}>
        {t('app.update.later')}
      </Button>
    </section>
  )
}

/** What was read before the first service worker took over is read once more, through it. */
function useKeepingFromTheStart() {
  useEffect(() => {
    const { serviceWorker } = navigator
    if (!serviceWorker || serviceWorker.controller) return
    const tookOver = async () => {
      if (!queryClient.getQueryData(meQuery.queryKey)) return
      // It keeps nothing before it knows whose it is.
      await queryClient.refetchQueries({ queryKey: meQuery.queryKey })
      await queryClient.refetchQueries({ type: 'active' })
    }
    serviceWorker.addEventListener('controllerchange', tookOver, { once: true })
    return () => serviceWorker.removeEventListener('controllerchange', tookOver)
  }, [])
}

/** A tap on a pushed notification, while the app is open, leads on in its window. */
function usePushedPages() {
  useEffect(() => {
    const { serviceWorker } = navigator
    if (!serviceWorker) return
    const open = ({ data }: MessageEvent) => {
      const asked = OpenPage.safeParse(data)
      if (!asked.success) return
      const { pathname, search } = new URL(asked.data.href)
      navigate(pathname + search)
    }
    serviceWorker.addEventListener('message', open)
    return () => serviceWorker.removeEventListener('message', open)
  }, [])
}

/** Chats with an answer that nobody has seen, as the server and as this page know them. */
function useUnreadBadge() {
  const { data: me } = useQuery(meQuery)
  const { data } = useInfiniteQuery({ ...chatsQuery, enabled: Boolean(me) })
  const unseen = useUnseen()
  const unread =
    data?.pages.flatMap((page) => page.chats.flatMap((chat) => (chat.unread ? [chat.id] : []))) ?? []
  const count = new Set([...unread, ...unseen]).size
  useEffect(() => setBadge('chats', count), [count])
}

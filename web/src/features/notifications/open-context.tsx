/** The link of an alert: opens its chat, in which the mentor's analysis is streaming or done. */
import { ExpiredLink } from '@sage/edge/contract/alerts'
import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link, useLocation } from 'wouter'
import { Portrait } from '../../components/mark.tsx'
import { buttonClass } from '../../components/ui/button.tsx'
import { Empty, Failed } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { ApiProblem } from '../../lib/api.ts'
import { queryClient, sessionOver } from '../../lib/query-client.ts'
import { chatsQuery } from '../chat/queries.ts'
import { notificationsQuery, openAlertChat } from './queries.ts'

export default function OpenContext({ contextId }: { readonly contextId: string }) {
  const { t } = useSpeech()
  const [, navigate] = useLocation()
  const { mutate, error } = useMutation({
    mutationFn: openAlertChat,
    onSuccess({ id }) {
      void queryClient.invalidateQueries({ queryKey: chatsQuery.queryKey })
      void queryClient.invalidateQueries({ queryKey: notificationsQuery.queryKey })
      // Back leads to where the link was, not to the link.
      navigate(`/chat/${id}`, { replace: true })
    },
    onError(problem) {
      if (problem instanceof ApiProblem && problem.code === 'unauthenticated') sessionOver()
    },
  })
  useEffect(() => mutate(contextId), [mutate, contextId])

  if (error === null) {
    return (
      <div role="status" className="flex flex-1 flex-col items-center justify-center gap-4 p-6 text-center">
        <Portrait className="size-16 animate-breathe" />
        <p className="text-ink-2">{t('chat.alert.opening')}</p>
      </div>
    )
  }
  if (!(error instanceof ApiProblem && error.code === 'not_found')) {
    return (
      <div className="mx-auto w-full max-w-2xl p-4 md:p-8">
        <Failed onRetry={() => mutate(contextId)}>{t('chat.alert.failed')}</Failed>
      </div>
    )
  }
  const expired = ExpiredLink.safeParse(error.details)
  return (
    <Empty title={expired.success ? t('chat.alert.expired') : t('chat.alert.unknown')}>
      {expired.success && expired.data.chatId !== undefined ? (
        <Link to={`/chat/${expired.data.chatId}`} replace className={buttonClass({ look: 'primary' })}>
          {t('chat.alert.open')}
        </Link>
      ) : (
        <Link to="/chat" replace className={buttonClass({ look: 'primary' })}>
          {t('chat.alert.ask')}
        </Link>
      )}
    </Empty>
  )
}

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Redirect, useLocation, useSearch } from 'wouter'
import { Failed } from '../components/ui/state.tsx'
import { meQuery } from '../features/account/session.ts'
import { useSpeech } from '../i18n/language.tsx'

/**
 * Shows its children to those who are signed in. They are shown while that is still being asked, so that the
 * first paint does not wait: nothing private is on screen before the server has given it.
 */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { t } = useSpeech()
  const [path] = useLocation()
  const search = useSearch()
  const me = useQuery(meQuery)
  if (me.data === null) {
    const next = encodeURIComponent(search === '' ? path : `${path}?${search}`)
    return <Redirect to={`/sign-in?next=${next}`} replace />
  }
  if (me.isError && !me.data) {
    return (
      <div className="p-4">
        <Failed onRetry={() => void me.refetch()}>{t('status.failed')}</Failed>
      </div>
    )
  }
  return children
}

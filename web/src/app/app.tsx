/** Which page answers to which path. Everything but the chat itself is loaded when it is first visited. */
import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { BrowserRouter, Route, Routes } from 'react-router'
import { meQuery } from '../features/account/session.ts'
import { speak } from '../i18n/language.tsx'
import { queryClient } from '../lib/query-client.ts'
import { ChatHome } from '../routes/chat-home.tsx'
import { NotFound } from '../routes/not-found.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { SessionGate } from './session-gate.tsx'
import { PageSkeleton, Shell } from './shell.tsx'

const loadChat = () => import('../routes/chat.tsx')
const ChatPage = lazy(loadChat)
const Landing = lazy(() => import('../routes/landing.tsx'))
const SignIn = lazy(() => import('../routes/sign-in.tsx'))
const Market = lazy(() => import('../routes/market.tsx'))
const Coin = lazy(() => import('../routes/coin.tsx'))
const Settings = lazy(() => import('../routes/settings.tsx'))
const Status = lazy(() => import('../routes/status.tsx'))
const Legal = lazy(() => import('../routes/legal.tsx'))

export function App() {
  return (
    <ErrorBoundary>
      <QueryClientProvider client={queryClient}>
        <BrowserRouter>
          <ProfileLanguage />
          <Suspense fallback={<PageSkeleton />}>
            <Routes>
              <Route path="/" element={<Landing />} />
              <Route path="/sign-in" element={<SignIn />} />
              <Route element={<Shell />}>
                <Route path="/chat" element={gated(<ChatHome />)} />
                <Route path="/chat/new" element={gated(<ChatHome />)} />
                <Route path="/chat/:id" element={gated(<ChatPage />)} />
                <Route path="/market" element={<Market />} />
                <Route path="/market/:symbol" element={<Coin />} />
                <Route path="/settings" element={gated(<Settings />)} />
                <Route path="/status" element={<Status />} />
              </Route>
              <Route path="/legal/:document" element={<Legal />} />
              <Route path="*" element={<NotFound />} />
            </Routes>
          </Suspense>
        </BrowserRouter>
      </QueryClientProvider>
    </ErrorBoundary>
  )
}

function gated(page: ReactNode) {
  return <SessionGate>{page}</SessionGate>
}

/** Someone who signs in reads on in the language and time zone of their profile. */
function ProfileLanguage() {
  const { data: me } = useQuery(meQuery)
  const locale = me?.locale
  const timeZone = me?.timeZone
  useEffect(() => {
    if (locale !== undefined) void speak(locale, timeZone)
  }, [locale, timeZone])
  return null
}

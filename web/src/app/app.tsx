/** Which page answers to which path. Everything but the chat itself is loaded when it is first visited. */
import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect } from 'react'
import { Route, Switch } from 'wouter'
import { meQuery } from '../features/account/session.ts'
import type { Chapter } from '../i18n/chapters.ts'
import { openChapter, speak } from '../i18n/language.tsx'
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
const Portfolio = lazyWith('portfolio', () => import('../routes/portfolio.tsx'))
const PublicRecord = lazyWith('record', () => import('../routes/record.tsx'))
const Settings = lazy(() => import('../routes/settings.tsx'))
const Status = lazy(() => import('../routes/status.tsx'))
const Legal = lazy(() => import('../routes/legal.tsx'))

/** The pages that share one frame, which stays as it is between them. */
const insideShell = /^\/(?:chat|market|portfolio|settings|status)(?=\/|$)/

export function App() {
  return (
    <ErrorBoundary>
      <QueryClientProvider client={queryClient}>
        <ProfileLanguage />
        <Suspense fallback={<PageSkeleton />}>
          <Switch>
            <Route path="/" component={Landing} />
            <Route path="/sign-in" component={SignIn} />
            <Route path="/legal/:document" component={Legal} />
            <Route path="/record" component={PublicRecord} />
            <Route path={insideShell}>
              <Shell>
                <Switch>
                  <Route path="/chat">{gated(<ChatHome />)}</Route>
                  <Route path="/chat/new">{gated(<ChatHome />)}</Route>
                  <Route path="/chat/:id">{gated(<ChatPage />)}</Route>
                  <Route path="/market" component={Market} />
                  <Route path="/market/:symbol" component={Coin} />
                  <Route path="/portfolio">{gated(<Portfolio />)}</Route>
                  <Route path="/settings">{gated(<Settings />)}</Route>
                  <Route path="/status" component={Status} />
                  <Route component={NotFound} />
                </Switch>
              </Shell>
            </Route>
            <Route component={NotFound} />
          </Switch>
        </Suspense>
      </QueryClientProvider>
    </ErrorBoundary>
  )
}

/** A page that comes with its own words. */
function lazyWith(chapter: Chapter, load: () => Promise<{ default: ComponentType }>) {
  return lazy(async () => {
    const [page] = await Promise.all([load(), openChapter(chapter)])
    return page
  })
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

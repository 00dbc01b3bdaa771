/** Which page answers to which path. Everything but the chat itself is loaded when it is first visited. */
import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect } from 'react'
import { Route, Switch } from 'wouter'
import { meQuery } from '../features/account/session.ts'
import type { Chapter } from '../i18n/chapters.ts'
import { openChapter, speak } from '../i18n/language.tsx'
import { queryClient } from '../lib/query-client.ts'
import { useQuiet } from '../lib/quiet.ts'
import { ChatHome } from '../routes/chat-home.tsx'
import { NotFound } from '../routes/not-found.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { SessionGate } from './session-gate.tsx'
import { PageSkeleton, Shell } from './shell.tsx'

/** A part of the app that comes with the words of all later pages, and with a chapter of its own if it has one. */
async function withWords<Part>(load: () => Promise<Part>, chapter: Chapter = 'pages'): Promise<Part> {
  return (await Promise.all([load(), openChapter('pages'), openChapter(chapter)]))[0]
}

function page(load: () => Promise<{ default: ComponentType }>, chapter?: Chapter) {
  return lazy(() => withWords(load, chapter))
}

const ChatPage = page(() => import('../routes/chat.tsx'))
const Landing = page(() => import('../routes/landing.tsx'))
const SignIn = page(() => import('../routes/sign-in.tsx'))
const Offline = page(() => import('../routes/offline.tsx'))
const Market = page(() => import('../routes/market.tsx'))
const Coin = page(() => import('../routes/coin.tsx'))
const Portfolio = page(() => import('../routes/portfolio.tsx'), 'portfolio')
const PublicRecord = page(() => import('../routes/record.tsx'), 'record')
const Notifications = page(() => import('../routes/notifications.tsx'), 'notifications')
const Settings = page(() => import('../routes/settings.tsx'))
const Admin = page(() => import('../routes/admin.tsx'), 'admin')
const Status = page(() => import('../routes/status.tsx'))
const Legal = page(() => import('../routes/legal.tsx'))
const Lost = page(() => import('../routes/lost.tsx'))

const Pwa = lazy(() => withWords(() => import('./pwa.tsx')).catch(() => ({ default: () => null })))

/** The pages that share one frame, which stays as it is between them. */
const insideShell = /^\/(?:chat|market|portfolio|notifications|settings|status|admin)(?=\/|$)/

export function App() {
  return (
    <ErrorBoundary>
      <QueryClientProvider client={queryClient}>
        <ProfileLanguage />
        <Later />
        <Suspense fallback={<PageSkeleton />}>
          <Switch>
            <Route path="/" component={Landing} />
            <Route path="/sign-in" component={SignIn} />
            <Route path="/legal/:document" component={Legal} />
            <Route path="/record" component={PublicRecord} />
            <Route path="/offline" component={Offline} />
            <Route path={insideShell}>
              <Shell>
                <Switch>
                  <Route path="/chat">{gated(<ChatHome />)}</Route>
                  <Route path="/chat/new">{gated(<ChatHome />)}</Route>
                  <Route path="/chat/:id">{gated(<ChatPage />)}</Route>
                  <Route path="/market" component={Market} />
                  <Route path="/market/:symbol" component={Coin} />
                  <Route path="/portfolio">{gated(<Portfolio />)}</Route>
                  <Route path="/notifications/:tab?">{gated(<Notifications />)}</Route>
                  <Route path="/settings">{gated(<Settings />)}</Route>
                  <Route path="/admin/:view?">{gated(<Admin />)}</Route>
                  <Route path="/status" component={Status} />
                  <Route component={NotFound} />
                </Switch>
              </Shell>
            </Route>
            <Route component={Lost} />
          </Switch>
        </Suspense>
      </QueryClientProvider>
    </ErrorBoundary>
  )
}

function gated(page: ReactNode) {
  return <SessionGate>{page}</SessionGate>
}

/** Once nothing else is loading: what turns the page into an app. It is no loss where it cannot be loaded. */
function Later() {
  return useQuiet() ? (
    <Suspense>
      <Pwa />
    </Suspense>
  ) : null
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

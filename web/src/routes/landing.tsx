/** `/`: what Sage promises, the market as it is, and the way in. */
import { coinSymbols } from '@sage/db/vocabulary'
import { useQuery } from '@tanstack/react-query'
import { Clock, Fingerprint, Infinity as InfinityIcon } from 'lucide-react'
import { Link } from 'wouter'
import { PublicFrame } from '../app/public-frame.tsx'
import { Portrait } from '../components/mark.tsx'
import { buttonClass } from '../components/ui/button.tsx'
import { Badge, Failed, Skeleton } from '../components/ui/state.tsx'
import { GoogleButton } from '../features/account/google-button.tsx'
import { meQuery } from '../features/account/session.ts'
import { ShadowDemo } from '../features/landing/shadow-demo.tsx'
import { ageOf, useLivePrices } from '../features/market/live-prices.ts'
import { Change, LivePrice } from '../features/market/price.tsx'
import { useSpeech } from '../i18n/language.tsx'
import { useNow } from '../lib/clock.ts'
import { useTitle } from '../lib/title.ts'

const promises = [
  { Icon: Fingerprint, title: 'landing.promise1.title', text: 'landing.promise1.text' },
  { Icon: InfinityIcon, title: 'landing.promise2.title', text: 'landing.promise2.text' },
  { Icon: Clock, title: 'landing.promise3.title', text: 'landing.promise3.text' },
] as const

export default function Landing() {
  const { t } = useSpeech()
  const { data: me } = useQuery(meQuery)
  useTitle(t('landing.eyebrow'))
  return (
    <PublicFrame>
      <section className="mx-auto grid w-full max-w-6xl gap-10 px-4 pt-8 pb-14 md:px-8 md:pt-16 lg:grid-cols-[1.1fr_1fr] lg:items-center">
        <div>
          <p className="text-sm font-medium text-gold-ink">{t('landing.eyebrow')}</p>
          <h1 className="mt-3 text-[2rem] leading-[1.2] font-semibold tracking-tight whitespace-pre-line md:text-[2.6rem]">
            {t('landing.title')}
          </h1>
          <p className="mt-5 max-w-xl text-lg text-ink-2">{t('landing.text')}</p>
          <div className="mt-8 flex flex-wrap gap-3">
            {me ? (
              <Link to="/chat" className={buttonClass({ look: 'primary' }, 'h-12 px-6')}>
                {t('landing.enter')}
              </Link>
            ) : (
              <GoogleButton next="/chat" label={t('landing.start')} />
            )}
            <Link to="/market" className={buttonClass({ look: 'secondary' }, 'h-12 px-6')}>
              {t('landing.market')}
            </Link>
            <Link
              to="/record"
              className="inline-flex h-12 items-center font-medium text-link hover:underline"
            >
              {t('landing.record')}
            </Link>
          </div>
        </div>
        <Sample />
      </section>
      <LiveMarket />
      <section
        aria-label={t('landing.promises')}
        className="mx-auto grid w-full max-w-6xl gap-4 px-4 py-14 md:grid-cols-3 md:px-8 md:py-20"
      >
        {promises.map(({ Icon, title, text }) => (
          <div key={title} className="rounded-3xl border border-line bg-surface p-6 md:p-7">
            <span className="flex size-11 items-center justify-center rounded-2xl bg-gold-wash">
              <Icon aria-hidden className="size-5 text-gold-ink" />
            </span>
            <h2 className="mt-5 text-lg font-semibold">{t(title)}</h2>
            <p className="mt-2 text-ink-2">{t(text)}</p>
          </div>
        ))}
      </section>
      <div className="border-y border-line bg-sunken/60">
        <ShadowDemo />
      </div>
      <Closing signedIn={Boolean(me)} />
    </PublicFrame>
  )
}

/** The last word of the page is the way in. */
function Closing({ signedIn }: { readonly signedIn: boolean }) {
  const { t } = useSpeech()
  return (
    <section className="mx-auto flex w-full max-w-3xl flex-col items-center px-4 py-16 text-center md:py-24">
      <Portrait className="size-16" />
      <h2 className="mt-5 text-2xl font-semibold tracking-tight text-balance md:text-3xl">
        {t('landing.closing.title')}
      </h2>
      <p className="mt-3 text-ink-2 text-balance">{t('landing.closing.text')}</p>
      {signedIn ? (
        <Link to="/chat" className={buttonClass({ look: 'primary' }, 'mt-7 h-12 px-6')}>
          {t('landing.enter')}
        </Link>
      ) : (
        <GoogleButton className="mt-7" next="/chat" label={t('landing.start')} />
      )}
    </section>
  )
}

/** How the mentor talks. There is no figure in it: only an answer from the market may hold one. */
function Sample() {
  const { t } = useSpeech()
  return (
    <figure className="rounded-3xl border border-line bg-surface p-5 shadow-card md:p-6">
      <figcaption className="text-xs text-ink-3">{t('landing.sample.label')}</figcaption>
      <div className="mt-4 flex justify-end">
        <p className="max-w-[85%] rounded-2xl rounded-br-md bg-sunken px-4 py-2.5">
          {t('landing.sample.question')}
        </p>
      </div>
      <div className="mt-5 flex gap-3">
        <Portrait className="size-10 shrink-0" />
        <div>
          <p className="text-sm font-semibold">{t('chat.mentor')}</p>
          <p className="mt-0.5">{t('landing.sample.answer')}</p>
        </div>
      </div>
    </figure>
  )
}

function LiveMarket() {
  const { t } = useSpeech()
  const now = useNow()
  const prices = useLivePrices()
  return (
    <section aria-labelledby="live-market" className="border-y border-line bg-surface">
      <div className="mx-auto max-w-6xl px-4 py-6 md:px-8">
        <h2 id="live-market" className="flex items-center gap-2 text-sm font-medium text-ink-2">
          {t('landing.live')}
          {prices.data?.source === 'replay' && (
            <Badge tone="gold" title={t('market.replay.text')}>
              {t('market.replay')}
            </Badge>
          )}
        </h2>
        {prices.isError && !prices.data ? (
          <Failed className="mt-3" onRetry={() => void prices.refetch()}>
            {t('market.failed')}
          </Failed>
        ) : (
          <ul className="mt-3 grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 lg:grid-cols-6">
            {coinSymbols.map((symbol) => {
              const quote = prices.data?.quotes[symbol]
              const state = quote && ageOf(quote, now).state
              return (
                <li key={symbol}>
                  <Link to={`/market/${symbol}`} className="block min-h-16 rounded-lg">
                    <span className="text-sm text-ink-3">{t(`coin.${symbol}`)}</span>
                    {prices.isPending && <Skeleton className="mt-1 h-9 w-24" />}
                    {quote && state !== 'gone' && (
                      <>
                        <span className="block text-lg">
                          <LivePrice price={quote.price} />
                        </span>
                        {state === 'stale' ? (
                          <Badge tone="warn">{t('market.stale')}</Badge>
                        ) : (
                          quote.changePercent24h !== undefined && (
                            <Change percent={quote.changePercent24h} className="text-sm" />
                          )
                        )}
                      </>
                    )}
                    {prices.data && (!quote || state === 'gone') && (
                      <span className="block text-sm text-ink-3">{t('market.gone')}</span>
                    )}
                  </Link>
                </li>
              )
            })}
          </ul>
        )}
      </div>
    </section>
  )
}

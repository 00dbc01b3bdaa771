/** `/settings`: language, appearance, time zone, risk profile, and the way out. */
import { RiskProfile } from '@sage/db/vocabulary'
import type { Me, UpdateMe } from '@sage/edge/contract'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { forgetReader } from '../app/forget-reader.ts'
import { LegalLinks } from '../app/public-frame.tsx'
import { LanguageSwitch } from '../components/language-switch.tsx'
import { Button, buttonClass } from '../components/ui/button.tsx'
import { Segments } from '../components/ui/segments.tsx'
import { Loading, Skeleton } from '../components/ui/state.tsx'
import { OwnData } from '../features/account/own-data.tsx'
import { meQuery, signOut, updateMe } from '../features/account/session.ts'
import { useSpeech } from '../i18n/language.tsx'
import { chooseMovement, chosenMovement, movements } from '../lib/movement.ts'
import { chooseTheme, chosenTheme, themes } from '../lib/theme.ts'
import { useTitle } from '../lib/title.ts'

export default function Settings() {
  const { t } = useSpeech()
  useTitle(t('settings.title'))
  const { data: me } = useQuery(meQuery)
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-2xl p-4 md:p-8">
        <h1 className="text-2xl font-semibold tracking-tight">{t('settings.title')}</h1>
        {me ? (
          <Profile me={me} />
        ) : (
          <Loading>
            <Skeleton className="mt-5 h-80 rounded-2xl" />
          </Loading>
        )}
      </div>
    </div>
  )
}

function Profile({ me }: { readonly me: Me }) {
  const { t } = useSpeech()
  const [, navigate] = useLocation()
  const [theme, setTheme] = useState(chosenTheme)
  const [movement, setMovement] = useState(chosenMovement)
  const save = useMutation({ mutationFn: (change: UpdateMe) => updateMe(change) })
  return (
    <>
      <div className="mt-5 divide-y divide-line rounded-2xl border border-line bg-surface px-5 shadow-card">
        <Row name={t('settings.profile')}>
          <span className="text-right">
            <span className="block font-medium wrap-anywhere">{me.name ?? me.email}</span>
            {me.name !== null && <span className="block text-sm wrap-anywhere text-ink-3">{me.email}</span>}
          </span>
        </Row>
        <Row name={t('settings.language')}>
          <LanguageSwitch onChange={(locale) => save.mutate({ locale })} />
        </Row>
        <Row name={t('settings.theme')}>
          <Segments
            label={t('settings.theme')}
            value={theme}
            options={themes.map((value) => ({ value, text: t(`settings.theme.${value}`) }))}
            onChange={(value) => {
              chooseTheme(value)
              setTheme(value)
            }}
          />
        </Row>
        <Row name={t('settings.movement')} hint={t('settings.movement.text')}>
          <Segments
            label={t('settings.movement')}
            value={movement}
            options={movements.map((value) => ({ value, text: t(`settings.movement.${value}`) }))}
            onChange={(value) => {
              chooseMovement(value)
              setMovement(value)
            }}
          />
        </Row>
        <Row name={t('settings.timeZone')}>
          <select
            aria-label={t('settings.timeZone')}
            value={me.timeZone}
            onChange={(event) => save.mutate({ timeZone: event.target.value })}
            className="h-11 max-w-60 rounded-xl border border-line-strong bg-surface px-3 text-sm"
          >
            {zonesWith(me.timeZone).map((zone) => (
              <option key={zone} value={zone}>
                {zone.replaceAll('_', ' ')}
              </option>
            ))}
          </select>
        </Row>
        <Row name={t('settings.risk')} hint={t('settings.risk.text')}>
          <Segments
            label={t('settings.risk')}
            value={me.riskProfile}
            options={RiskProfile.options.map((value) => ({ value, text: t(`settings.risk.${value}`) }))}
            onChange={(riskProfile) => save.mutate({ riskProfile })}
          />
        </Row>
      </div>
      <p role="status" className={`mt-2 min-h-6 px-5 text-sm ${save.isError ? 'text-down' : 'text-ink-3'}`}>
        {save.isSuccess && t('settings.saved')}
        {save.isError && t('settings.failed')}
      </p>
      <SignOut />
      <OwnData
        me={me}
        onErased={() => {
          navigate('/')
          void forgetReader()
        }}
      />
      {me.role === 'admin' && (
        <Link to="/admin" className={buttonClass({ look: 'secondary' }, 'mt-8')}>
          {t('settings.admin')}
        </Link>
      )}
      <div className="mt-8">
        <h2 className="text-sm font-medium text-ink-3">{t('settings.about')}</h2>
        <LegalLinks />
      </div>
    </>
  )
}

function Row({
  name,
  hint,
  children,
}: {
  readonly name: string
  readonly hint?: string
  readonly children: ReactNode
}) {
  return (
    <div className="flex min-h-17 flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
      <div className="sm:min-w-36 sm:flex-1">
        <p className="font-medium">{name}</p>
        {hint !== undefined && <p className="text-sm text-ink-3">{hint}</p>}
      </div>
      {children}
    </div>
  )
}

function SignOut() {
  const { t } = useSpeech()
  const [, navigate] = useLocation()
  const leave = useMutation({
    mutationFn: signOut,
    async onSuccess() {
      navigate('/')
      await forgetReader()
    },
  })
  return (
    <div className="mt-2">
      <div className="flex flex-wrap gap-2">
        <Button disabled={leave.isPending} onClick={() => leave.mutate('here')}>
          {t('settings.signOut')}
        </Button>
        <Button look="quiet" disabled={leave.isPending} onClick={() => leave.mutate('everywhere')}>
          {t('settings.signOutEverywhere')}
        </Button>
      </div>
      {leave.isError && (
        <p role="alert" className="mt-2 text-sm text-down">
          {t('settings.signOut.failed')}
        </p>
      )}
    </div>
  )
}

/** All zones this browser knows, and the present one whatever it is. */
function zonesWith(present: string): string[] {
  const zones = Intl.supportedValuesOf('timeZone')
  return zones.includes(present) ? zones : [present, ...zones]
}

/** Pushes: why, with one tap, and on which devices. */
import type { PushDevice } from '@sage/edge/contract/alerts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/ui/button.tsx'
import { Badge, Failed, Loading, Skeleton } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import {
  addDevice,
  devicesQuery,
  ownDeviceQuery,
  pushPublicKey,
  removeDevice,
  testDevice,
} from './queries.ts'
import { type PushAbility, pushAbility, subscribe, unsubscribe } from './web-push.ts'

export function Devices() {
  const { t } = useSpeech()
  const devices = useQuery(devicesQuery)
  const own = useQuery(ownDeviceQuery).data
  const isOn = devices.data?.devices.some(({ fingerprint }) => fingerprint === own)
  const [ability, setAbility] = useState<PushAbility>(pushAbility)
  const turnOn = useMutation({
    async mutationFn() {
      const subscription = await subscribe(await pushPublicKey())
      setAbility(pushAbility())
      if (subscription) await addDevice(subscription)
    },
  })
  return (
    <section aria-labelledby="devices" className="rounded-2xl border border-line bg-surface p-5 shadow-card">
      <h2 id="devices" className="font-semibold">
        {t('notifications.push.title')}
      </h2>
      <p className="mt-1 text-sm text-ink-2">{t('notifications.push.text')}</p>
      {ability === 'ready' && isOn && (
        <p className="mt-3 text-sm text-ink-2" data-testid="push-is-on">
          {t('notifications.push.isOn')}
        </p>
      )}
      {ability === 'ready' && !isOn && (
        <Button
          look="primary"
          className="mt-4"
          disabled={turnOn.isPending}
          onClick={() => turnOn.mutate()}
          data-testid="push-on"
        >
          {t('notifications.push.on')}
        </Button>
      )}
      {ability !== 'ready' && (
        <p className="mt-3 rounded-xl bg-warn-wash px-4 py-3 text-sm text-warn">
          {t(`notifications.push.${ability}`)}
        </p>
      )}
      {turnOn.isError && (
        <p role="alert" className="mt-2 text-sm text-down">
          {t('notifications.push.failed')}
        </p>
      )}
      {devices.isPending && (
        <Loading>
          <Skeleton className="mt-4 h-16 rounded-xl" />
        </Loading>
      )}
      {devices.isError && !devices.data && (
        <Failed className="mt-4" onRetry={() => void devices.refetch()}>
          {t('notifications.devices.failed')}
        </Failed>
      )}
      {devices.data && devices.data.devices.length > 0 && (
        <ul className="mt-4 divide-y divide-line border-t border-line">
          {devices.data.devices.map((device) => (
            <Device key={device.id} device={device} isOwn={device.fingerprint === own} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Device({ device, isOwn }: { readonly device: PushDevice; readonly isOwn: boolean }) {
  const { t, formats } = useSpeech()
  const test = useMutation({ mutationFn: () => testDevice(device.id) })
  const remove = useMutation({
    async mutationFn() {
      await removeDevice(device.id)
      // The browser's own agreement goes with it.
      if (isOwn) await unsubscribe()
    },
  })
  return (
    <li className="flex flex-wrap items-center gap-2 py-3" data-testid="device">
      <div className="min-w-40 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {nameOf(device.userAgent) ?? t('notifications.devices.unknown')}
          {isOwn && <Badge tone="gold">{t('notifications.devices.own')}</Badge>}
        </p>
        <p className="text-sm text-ink-3">
          {device.service} · {t('notifications.devices.since', { time: formats.date(device.createdAt) })}
        </p>
        <p role="status" className="text-sm text-ink-3">
          {test.isSuccess && t('notifications.devices.tested')}
          {(test.isError || remove.isError) && t('notifications.devices.change.failed')}
        </p>
      </div>
      <Button size="small" disabled={test.isPending} onClick={() => test.mutate()}>
        {t('notifications.devices.test')}
      </Button>
      <Button look="quiet" size="small" disabled={remove.isPending} onClick={() => remove.mutate()}>
        {t('notifications.devices.remove')}
      </Button>
    </li>
  )
}

/** `Chrome · Windows`; a browser that says nothing known has no name. */
function nameOf(userAgent: string | null): string | undefined {
  if (userAgent === null) return undefined
  const browser = /(Edg|OPR|SamsungBrowser|Firefox|Chrome|Safari)\//.exec(userAgent)?.[1]
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', SamsungBrowser: 'Samsung Internet' }
  const system = /iPhone|iPad|Android|Windows|Mac OS|Linux/.exec(userAgent)?.[0]
  return browser && [names[browser] ?? browser, system].filter(Boolean).join(' · ')
}

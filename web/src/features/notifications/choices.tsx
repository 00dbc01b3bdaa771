/** What the reader wants to hear of, where, and when not. */
import { CoinSymbol } from '@sage/db/vocabulary'
import { type Me, NotificationLevel, type UpdateMe } from '@sage/edge/contract'
import { useMutation } from '@tanstack/react-query'
import { Segments } from '../../components/ui/segments.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { updateMe } from '../account/session.ts'
import { Switch } from './switch.tsx'

const kinds = ['market_event', 'alert_rule', 'digest'] as const
const channels = ['app', 'push'] as const
const usualQuiet = { from: '23:00', to: '07:00' }

export function Choices({ me }: { readonly me: Me }) {
  const { t } = useSpeech()
  const save = useMutation({ mutationFn: (change: UpdateMe) => updateMe(change) })
  return (
    <section aria-labelledby="choices" className="rounded-2xl border border-line bg-surface p-5 shadow-card">
      <h2 id="choices" className="font-semibold">
        {t('notifications.choices')}
      </h2>
      <div className="mt-2 divide-y divide-line">
        {kinds.map((kind) => (
          <div key={kind} className="py-3">
            <p className="font-medium">{t(`notifications.kind.${kind}`)}</p>
            <p className="text-sm text-ink-3">{t(`notifications.kind.${kind}.text`)}</p>
            <div className="mt-2 flex flex-wrap gap-x-6 gap-y-2">
              {channels.map((channel) => (
                <div key={channel} className="flex items-center gap-2 text-sm text-ink-2">
                  <span aria-hidden>{t(`notifications.channel.${channel}`)}</span>
                  <Segments
                    label={`${t(`notifications.kind.${kind}`)}: ${t(`notifications.channel.${channel}`)}`}
                    value={me.notifications[kind][channel]}
                    options={NotificationLevel.options.map((value) => ({
                      value,
                      text: t(`notifications.level.${value}`),
                    }))}
                    onChange={(level) =>
                      save.mutate({
                        notifications: { [kind]: { ...me.notifications[kind], [channel]: level } },
                      })
                    }
                  />
                </div>
              ))}
            </div>
          </div>
        ))}
        <fieldset className="py-3">
          {/* A legend that floats stands inside its fieldset, not on the line above it. */}
          <legend className="float-left w-full font-medium">{t('notifications.coins')}</legend>
          <p className="clear-left text-sm text-ink-3">{t('notifications.coins.text')}</p>
          <div className="mt-2 flex flex-wrap gap-2">
            {CoinSymbol.options.map((coin) => (
              <label
                key={coin}
                className="flex h-9 cursor-pointer items-center gap-2 rounded-lg border border-line px-3 text-sm has-checked:border-primary has-checked:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-link"
              >
                <input
                  type="checkbox"
                  checked={me.followedCoins.includes(coin)}
                  onChange={(event) =>
                    save.mutate({
                      followedCoins: CoinSymbol.options.filter((each) =>
                        each === coin ? event.target.checked : me.followedCoins.includes(each),
                      ),
                    })
                  }
                  className="size-4 accent-primary"
                />
                {coin}
              </label>
            ))}
          </div>
        </fieldset>
        <div className="flex flex-wrap items-center justify-between gap-3 py-3">
          <div>
            <p className="font-medium">{t('notifications.quiet')}</p>
            <p className="text-sm text-ink-3">{t('notifications.quiet.text')}</p>
          </div>
          <div className="flex items-center gap-2">
            {me.quietHours &&
              (['from', 'to'] as const).map((end) => (
                <input
                  key={end}
                  type="time"
                  required
                  aria-label={t(`notifications.quiet.${end}`)}
                  value={me.quietHours?.[end]}
                  onChange={({ target }) => {
                    if (target.value !== '' && me.quietHours) {
                      save.mutate({ quietHours: { ...me.quietHours, [end]: target.value } })
                    }
                  }}
                  className="h-11 rounded-xl border border-line-strong bg-surface px-2 text-sm tabular-nums"
                />
              ))}
            <Switch
              label={t('notifications.quiet')}
              isOn={me.quietHours !== null}
              disabled={save.isPending}
              onChange={(isOn) => save.mutate({ quietHours: isOn ? usualQuiet : null })}
            />
          </div>
        </div>
      </div>
      <p role="status" className={`min-h-5 text-sm ${save.isError ? 'text-down' : 'text-ink-3'}`}>
        {save.isSuccess && t('settings.saved')}
        {save.isError && t('settings.failed')}
      </p>
    </section>
  )
}

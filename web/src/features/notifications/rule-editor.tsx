/** A new rule, with what the last 30 days would have made of it. */
import { AlertRuleKind, CoinSymbol, cooldownMinutes } from '@sage/db/vocabulary'
import { mostAlertRules, type NewAlertRule } from '@sage/edge/contract/alerts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useId, useState } from 'react'
import { Button } from '../../components/ui/button.tsx'
import { Segments } from '../../components/ui/segments.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { ApiProblem } from '../../lib/api.ts'
import { addRule, previewQuery } from './queries.ts'
import { isAboutCoin, ruleText, unitOf } from './rule-text.ts'

const field = 'h-11 w-full rounded-xl border border-line-strong bg-surface px-3 text-[15px]'
const cooldowns = [15, cooldownMinutes.usual, 360, 1440] as const
/** The server takes decimals; readers also write thousands. */
const writtenNumber = /^\d{1,12}(\.\d{1,8})?$/

export function RuleEditor({ onDone }: { readonly onDone: () => void }) {
  const speech = useSpeech()
  const { t } = speech
  const ids = { kind: useId(), symbol: useId(), threshold: useId(), unit: useId(), cooldown: useId() }
  const [kind, setKind] = useState<AlertRuleKind>('price_above')
  const [symbol, setSymbol] = useState<CoinSymbol>('BTC')
  const [written, setWritten] = useState('')
  const [repeats, setRepeats] = useState<'once' | 'repeat'>('once')
  const [cooldown, setCooldown] = useState<number>(cooldownMinutes.usual)
  const threshold = written.replaceAll(',', '').trim()
  const isUsable = writtenNumber.test(threshold) && Number(threshold) > 0
  const rule: NewAlertRule | undefined = isUsable
    ? {
        kind,
        ...(isAboutCoin(kind) ? { symbol } : {}),
        threshold,
        once: repeats === 'once',
        cooldownMinutes: cooldown,
      }
    : undefined
  const add = useMutation({ mutationFn: addRule, onSuccess: onDone })
  return (
    <form
      aria-label={t('notifications.rule.new')}
      className="space-y-4 rounded-2xl border border-line bg-surface p-5 shadow-card"
      onSubmit={(event) => {
        event.preventDefault()
        if (rule) add.mutate(rule)
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <div>
          <label htmlFor={ids.kind} className="text-sm font-medium">
            {t('notifications.rule.kind')}
          </label>
          <select
            id={ids.kind}
            value={kind}
            onChange={(event) => setKind(AlertRuleKind.parse(event.target.value))}
            className={`${field} mt-1`}
          >
            {AlertRuleKind.options.map((each) => (
              <option key={each} value={each}>
                {t(`notifications.rule.kind.${each}`)}
              </option>
            ))}
          </select>
        </div>
        {isAboutCoin(kind) && (
          <div>
            <label htmlFor={ids.symbol} className="text-sm font-medium">
              {t('notifications.rule.coin')}
            </label>
            <select
              id={ids.symbol}
              value={symbol}
              onChange={(event) => setSymbol(CoinSymbol.parse(event.target.value))}
              className={`${field} mt-1`}
            >
              {CoinSymbol.options.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          </div>
        )}
        <div>
          <label htmlFor={ids.threshold} className="text-sm font-medium">
            {t('notifications.rule.threshold')}
          </label>
          <div className="mt-1 flex items-center gap-2">
            <input
              id={ids.threshold}
              inputMode="decimal"
              autoComplete="off"
              value={written}
              aria-describedby={ids.unit}
              aria-invalid={written !== '' && !isUsable}
              onChange={(event) => setWritten(event.target.value)}
              className={`${field} tabular-nums`}
            />
            <span id={ids.unit} className="shrink-0 text-sm text-ink-3">
              {t(`notifications.rule.unit.${unitOf(kind)}`)}
            </span>
          </div>
          {written !== '' && !isUsable && (
            <p role="alert" className="mt-1 text-sm text-down">
              {t('notifications.rule.threshold.bad')}
            </p>
          )}
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-4">
        <Segments
          label={t('notifications.rule.repeat')}
          value={repeats}
          options={[
            { value: 'once', text: t('notifications.rule.once') },
            { value: 'repeat', text: t('notifications.rule.again') },
          ]}
          onChange={setRepeats}
        />
        {repeats === 'repeat' && (
          <div className="flex items-center gap-2 text-sm text-ink-2">
            <label htmlFor={ids.cooldown}>{t('notifications.rule.cooldown')}</label>
            <select
              id={ids.cooldown}
              value={cooldown}
              onChange={(event) => setCooldown(Number(event.target.value))}
              className="h-9 rounded-lg border border-line-strong bg-surface px-2"
            >
              {cooldowns.map((minutes) => (
                <option key={minutes} value={minutes}>
                  {minutes < 60
                    ? t('notifications.rule.minutes', { count: minutes })
                    : t('notifications.rule.hours', { count: minutes / 60 })}
                </option>
              ))}
            </select>
          </div>
        )}
      </div>
      {rule && (
        <div className="rounded-xl bg-sunken p-4 text-sm">
          <p className="font-medium">{ruleText(rule, speech)}</p>
          <Preview rule={rule} />
        </div>
      )}
      {add.isError && (
        <p role="alert" className="text-sm text-down">
          {add.error instanceof ApiProblem && add.error.details.reason === 'too_many'
            ? t('notifications.rule.tooMany', { count: mostAlertRules })
            : t('notifications.rule.failed')}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button look="quiet" onClick={onDone}>
          {t('notifications.cancel')}
        </Button>
        <Button type="submit" look="primary" disabled={!rule || add.isPending} data-testid="rule-save">
          {t('notifications.rule.save')}
        </Button>
      </div>
    </form>
  )
}

function Preview({ rule }: { readonly rule: NewAlertRule }) {
  const { t, formats } = useSpeech()
  // While a number is being written, not every digit is worth a question.
  const settled = useDeferredValue(rule)
  const preview = useQuery(previewQuery(settled))
  if (preview.isPending) return <p className="mt-1 text-ink-3">{t('notifications.preview.loading')}</p>
  if (preview.isError) return <p className="mt-1 text-ink-3">{t('notifications.preview.failed')}</p>
  const { firings } = preview.data
  const last = firings.at(-1)
  return (
    <p role="status" className="mt-1 text-ink-2" data-testid="rule-preview">
      {last
        ? t('notifications.preview.count', { count: firings.length, time: formats.date(last.at) })
        : t('notifications.preview.none')}
    </p>
  )
}

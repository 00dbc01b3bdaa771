/** The reader's own rules: switched, removed with a way back, added. */
import type { AlertRule } from '@sage/edge/contract/alerts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/ui/button.tsx'
import { Failed, Loading, Skeleton } from '../../components/ui/state.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { addRule, changeRule, removeRule, rulesQuery } from './queries.ts'
import { RuleEditor } from './rule-editor.tsx'
import { ruleText } from './rule-text.ts'
import { Switch } from './switch.tsx'

export function RuleList() {
  const { t } = useSpeech()
  const [isNew, setNew] = useState(false)
  const [removed, setRemoved] = useState<AlertRule>()
  const rules = useQuery(rulesQuery)
  if (rules.isPending) {
    return (
      <Loading>
        <Skeleton className="h-56 rounded-2xl" />
      </Loading>
    )
  }
  if (rules.isError && !rules.data) {
    return <Failed onRetry={() => void rules.refetch()}>{t('notifications.rule.load.failed')}</Failed>
  }
  const known = rules.data?.rules ?? []
  return (
    <section aria-label={t('notifications.rules')} className="space-y-4">
      {isNew ? (
        <RuleEditor onDone={() => setNew(false)} />
      ) : (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-sm text-ink-2">{t('notifications.rules.text')}</p>
          <Button look="primary" size="small" onClick={() => setNew(true)} data-testid="rule-new">
            <Plus aria-hidden className="size-4" />
            {t('notifications.rule.new')}
          </Button>
        </div>
      )}
      {removed && <Removed rule={removed} onGone={() => setRemoved(undefined)} />}
      {known.length > 0 ? (
        <ul className="divide-y divide-line rounded-2xl border border-line bg-surface shadow-card">
          {known.map((rule) => (
            <Rule key={rule.id} rule={rule} onRemoved={() => setRemoved(rule)} />
          ))}
        </ul>
      ) : (
        !isNew && <p className="py-8 text-center text-ink-3">{t('notifications.rules.empty')}</p>
      )}
    </section>
  )
}

function Rule({ rule, onRemoved }: { readonly rule: AlertRule; readonly onRemoved: () => void }) {
  const speech = useSpeech()
  const { t, formats } = speech
  const text = ruleText(rule, speech)
  const change = useMutation({ mutationFn: (enabled: boolean) => changeRule(rule.id, { enabled }) })
  const remove = useMutation({ mutationFn: () => removeRule(rule.id), onSuccess: onRemoved })
  return (
    <li className="flex flex-wrap items-center gap-3 px-4 py-3" data-testid="rule">
      <div className="min-w-40 flex-1">
        <p className={rule.enabled ? 'font-medium' : 'text-ink-3'}>{text}</p>
        <p className="text-sm text-ink-3">
          {rule.once ? t('notifications.rule.once') : t('notifications.rule.again')}
          {rule.lastFiredAt !== null &&
            ` · ${t('notifications.rule.lastFired', { time: formats.dateTime(rule.lastFiredAt) })}`}
        </p>
        {(change.isError || remove.isError) && (
          <p role="alert" className="text-sm text-down">
            {t('notifications.rule.failed')}
          </p>
        )}
      </div>
      <Switch
        label={t('notifications.rule.switch', { rule: text })}
        isOn={change.isPending ? change.variables : rule.enabled}
        disabled={change.isPending}
        onChange={(enabled) => change.mutate(enabled)}
      />
      <Button
        look="quiet"
        size="icon"
        aria-label={t('notifications.rule.remove', { rule: text })}
        disabled={remove.isPending}
        onClick={() => remove.mutate()}
      >
        <Trash2 aria-hidden className="size-4" />
      </Button>
    </li>
  )
}

const takeFocus = (element: HTMLElement | null) => element?.focus()

/** A rule holds nothing that its words do not say: taking the removal back makes it anew. */
function Removed({ rule, onGone }: { readonly rule: AlertRule; readonly onGone: () => void }) {
  const speech = useSpeech()
  const { t } = speech
  const { kind, symbol, threshold, once, cooldownMinutes } = rule
  const back = useMutation({
    mutationFn: () => addRule({ kind, ...(symbol ? { symbol } : {}), threshold, once, cooldownMinutes }),
    onSuccess: onGone,
  })
  return (
    <div role="status" className="flex flex-wrap items-center gap-3 rounded-xl bg-sunken px-4 py-2 text-sm">
      <span className="min-w-40 flex-1">
        {t('notifications.rule.removed', { rule: ruleText(rule, speech) })}
      </span>
      {back.isError && <span className="text-down">{t('notifications.rule.failed')}</span>}
      <Button
        // The button that was pressed is gone with its rule.
        ref={takeFocus}
        look="quiet"
        size="small"
        disabled={back.isPending}
        onClick={() => back.mutate()}
      >
        {t('notifications.undo')}
      </Button>
    </div>
  )
}

/** What the four agents are doing and how long each of them took. */
import type { Agent } from '@sage/db/vocabulary'
import { Check, Minus } from 'lucide-react'
import { useSpeech } from '../../i18n/language.tsx'
import { classNames } from '../../lib/class-names.ts'
import { agents, type StageState } from './live-turn.ts'

type Stages = Partial<Record<Agent, StageState>>

export function StageLine({ stages, running }: { readonly stages: Stages; readonly running: boolean }) {
  const { t, formats } = useSpeech()
  const current = running ? agents.findLast((agent) => stages[agent]?.status === 'started') : undefined
  return (
    <div className="text-xs">
      <ol aria-label={t('stage.title')} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-3">
        {agents.map((agent) => {
          const stage = stages[agent]
          return (
            <li
              key={agent}
              data-testid={`stage-${agent}`}
              data-status={stage?.status ?? 'waiting'}
              className={classNames(
                'flex items-center gap-1',
                stage?.status === 'started' && 'font-medium text-ink',
              )}
            >
              <StageSign status={stage?.status} running={running} />
              {t(`stage.${agent}`)}
              {stage?.status === 'done' && <span className="tabular-nums">{formats.seconds(stage.ms)}</span>}
              {stage?.status === 'failed' && <span>{t('stage.failed')}</span>}
              {!stage && running && <span className="sr-only">{t('stage.waiting')}</span>}
            </li>
          )
        })}
      </ol>
      {current && (
        <p className="mt-1.5 animate-breathe text-[13px] text-ink-2">{t(`stage.${current}.running`)}</p>
      )}
    </div>
  )
}

function StageSign({
  status,
  running,
}: {
  readonly status: StageState['status'] | undefined
  readonly running: boolean
}) {
  if (status === 'done') return <Check aria-hidden className="size-3.5 text-up" />
  if (status === 'failed') return <Minus aria-hidden className="size-3.5 text-warn" />
  if (status === 'started' && running) {
    return <span aria-hidden className="mx-1 size-1.5 animate-breathe rounded-full bg-gold" />
  }
  return <span aria-hidden className="mx-1 size-1.5 rounded-full bg-line" />
}

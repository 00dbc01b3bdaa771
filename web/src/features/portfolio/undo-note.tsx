/** What was just recorded, and ten seconds to take it back. */
import type { ShadowTrade } from '@sage/edge/contract'
import { useState } from 'react'
import { Button } from '../../components/ui/button.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { useNow } from '../../lib/clock.ts'
import { refusalOf, undoTrade } from './queries.ts'

export function UndoNote({ trade, untilMs }: { readonly trade: ShadowTrade; readonly untilMs: number }) {
  const { t, formats } = useSpeech()
  const [state, setState] = useState<'done' | 'busy' | 'undone' | ReturnType<typeof refusalOf>>('done')
  const left = Math.ceil((untilMs - useNow()) / 1000)
  const undo = () => {
    setState('busy')
    undoTrade(trade.id).then(
      () => setState('undone'),
      (problem) => setState(refusalOf(problem)),
    )
  }
  const refused = state !== 'done' && state !== 'busy' && state !== 'undone'
  if (left <= 0 && !refused) return null
  return (
    <div
      role="status"
      className="mt-4 flex flex-wrap items-center gap-3 rounded-xl bg-sunken px-4 py-2.5 text-sm"
    >
      <span className="flex-1 tabular-nums">
        {refused
          ? t(`signal.refused.${state}`)
          : state === 'undone'
            ? t('trade.undone')
            : t('trade.recorded', {
                what: `${formats.decimal(trade.quantity)} ${trade.symbol}`,
                price: formats.price(trade.price),
              })}
      </span>
      {(state === 'done' || state === 'busy') && (
        <Button size="small" disabled={state === 'busy'} onClick={undo}>
          {t('signal.undo', { seconds: left })}
        </Button>
      )}
    </div>
  )
}

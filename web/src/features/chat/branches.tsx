/** Alternatives of a message, and the way from one to the next. */
import type { Message } from '@sage/edge/contract'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Button } from '../../components/ui/button.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import type { ThreadItem } from './thread.ts'

export type ChooseBranch = (message: Message, siblingId: string) => void

export function Branches({ item, onChoose }: { readonly item: ThreadItem; readonly onChoose: ChooseBranch }) {
  const { t } = useSpeech()
  const place = item.siblings.indexOf(item.message.id)
  const step = (by: number) => {
    const sibling = item.siblings[place + by]
    if (sibling !== undefined) onChoose(item.message, sibling)
  }
  return (
    <span className="flex items-center" data-testid="branches">
      <Button
        look="quiet"
        size="tool"
        aria-label={t('chat.branch.previous')}
        disabled={place === 0}
        onClick={() => step(-1)}
      >
        <ChevronLeft aria-hidden className="size-4" />
      </Button>
      <span className="text-xs tabular-nums" aria-live="polite">
        {t('chat.branch', { index: place + 1, count: item.siblings.length })}
      </span>
      <Button
        look="quiet"
        size="tool"
        aria-label={t('chat.branch.next')}
        disabled={place === item.siblings.length - 1}
        onClick={() => step(1)}
      >
        <ChevronRight aria-hidden className="size-4" />
      </Button>
    </span>
  )
}

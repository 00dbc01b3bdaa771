/** How much to trade: in USDT, or as a quantity of the coin. */
import type { CoinSymbol } from '@sage/db/vocabulary'
import { useSpeech } from '../../i18n/language.tsx'
import { amountOf } from './amount.ts'

export interface TypedAmount {
  readonly text: string
  readonly unit: 'usdt' | 'quantity'
}

/** The amount as the server takes it; `undefined` while it is none. */
export function amountIn({ text, unit }: TypedAmount): { usdt: string } | { quantity: string } | undefined {
  const amount = amountOf(text)
  if (amount === undefined) return undefined
  return unit === 'usdt' ? { usdt: amount } : { quantity: amount }
}

export function AmountField({
  symbol,
  amount,
  invalid,
  placeholder,
  onChange,
}: {
  readonly symbol: CoinSymbol
  readonly amount: TypedAmount
  readonly invalid: boolean
  readonly placeholder?: string | undefined
  readonly onChange: (amount: TypedAmount) => void
}) {
  const { t } = useSpeech()
  return (
    <div className="flex h-11 w-52 items-center gap-1 rounded-xl border border-line-strong bg-surface pr-1 pl-3 focus-within:outline-2 focus-within:outline-link">
      <input
        aria-label={t('signal.amount')}
        value={amount.text}
        inputMode="decimal"
        aria-invalid={invalid}
        placeholder={placeholder}
        onChange={(event) => onChange({ ...amount, text: event.target.value })}
        className="w-full min-w-0 bg-transparent text-base tabular-nums outline-none placeholder:text-ink-3 md:text-sm"
      />
      <select
        aria-label={t('signal.amount.unit')}
        value={amount.unit}
        onChange={(event) =>
          // What was typed meant the other unit.
          onChange({ text: '', unit: event.target.value === 'usdt' ? 'usdt' : 'quantity' })
        }
        className="h-9 shrink-0 rounded-lg bg-transparent text-sm text-ink-3"
      >
        <option value="usdt">USDT</option>
        <option value="quantity">{symbol}</option>
      </select>
    </div>
  )
}

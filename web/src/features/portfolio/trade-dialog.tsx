/** A trade by hand, filled at the next live tick like one from advice. */
import { type CoinSymbol, coinSymbols, type TradeSide } from '@sage/db/vocabulary'
import { defaultUsdt, type ShadowTrade } from '@sage/edge/contract'
import { type FormEvent, useRef, useState } from 'react'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { Segments } from '../../components/ui/segments.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { AmountField, amountIn, type TypedAmount } from './amount-field.tsx'
import { placeTrade, refusalOf } from './queries.ts'

const sides: readonly TradeSide[] = ['buy', 'sell']

export function TradeDialog({
  portfolioId,
  onDone,
  onClose,
}: {
  readonly portfolioId: string | undefined
  readonly onDone: (trade: ShadowTrade) => void
  readonly onClose: () => void
}) {
  const { t } = useSpeech()
  const [symbol, setSymbol] = useState<CoinSymbol>('BTC')
  const [side, setSide] = useState<TradeSide>('buy')
  const [typed, setTyped] = useState<TypedAmount>({ text: defaultUsdt, unit: 'usdt' })
  const [state, setState] = useState<'asking' | 'busy' | ReturnType<typeof refusalOf>>('asking')
  // The same for every attempt, so that a repeated one makes no second trade.
  const clientTradeId = useRef(crypto.randomUUID())
  const amount = amountIn(typed)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!amount) return
    setState('busy')
    placeTrade({
      symbol,
      side,
      ...amount,
      clientTradeId: clientTradeId.current,
      ...(portfolioId === undefined ? {} : { portfolioId }),
    }).then(onDone, (problem) => setState(refusalOf(problem)))
  }
  return (
    <Dialog title={t('trade.hand')} onClose={onClose}>
      <form onSubmit={submit} className="mt-2 space-y-4">
        <p className="text-sm text-ink-2">{t('trade.hand.text')}</p>
        <div className="flex flex-wrap items-center gap-3">
          <select
            aria-label={t('portfolio.coin')}
            value={symbol}
            onChange={(event) => setSymbol(coinSymbols.find((each) => each === event.target.value) ?? 'BTC')}
            className="h-11 rounded-xl border border-line-strong bg-surface px-3 text-sm"
          >
            {coinSymbols.map((each) => (
              <option key={each} value={each}>
                {t(`coin.${each}`)}
              </option>
            ))}
          </select>
          <Segments
            label={t('trade.side')}
            value={side}
            options={sides.map((value) => ({ value, text: t(`trade.side.${value}`) }))}
            onChange={setSide}
          />
        </div>
        <AmountField symbol={symbol} amount={typed} invalid={!amount} onChange={setTyped} />
        {side === 'sell' && <p className="text-xs text-ink-3">{t('trade.hand.sell')}</p>}
        {state !== 'asking' && state !== 'busy' && (
          <p role="alert" className="text-sm text-down">
            {t(`signal.refused.${state}`)}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" look="primary" disabled={!amount || state === 'busy'}>
            {t(state === 'busy' ? 'signal.busy' : 'trade.hand.record')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

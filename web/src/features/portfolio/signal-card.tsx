/** What an answer leans towards, and the one tap that puts it into the shadow portfolio. */
import { defaultUsdt, type ShadowTrade, type Signal } from '@sage/edge/contract'
import { useQuery } from '@tanstack/react-query'
import { Check, TrendingDown, TrendingUp } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import { Button } from '../../components/ui/button.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { useNow } from '../../lib/clock.ts'
import { AmountField, amountIn, type TypedAmount } from './amount-field.tsx'
import { placeTrade, portfoliosQuery, refusalOf, takenQuery, undoTrade } from './queries.ts'

type State =
  | { readonly type: 'open' }
  | { readonly type: 'busy' }
  | { readonly type: 'refused'; readonly reason: ReturnType<typeof refusalOf> }
  | { readonly type: 'taken'; readonly trade: ShadowTrade; readonly undoUntilMs: number }

/** `children`: the facts that the signal rests on. */
export function SignalCard({ signal, children }: { readonly signal: Signal; readonly children: ReactNode }) {
  const { t } = useSpeech()
  const [state, setState] = useState<State>({ type: 'open' })
  const taken = useQuery(takenQuery(signal.id))
  const known = taken.data
  const Direction = signal.action === 'buy' ? TrendingUp : TrendingDown

  const take = async (order: Order) => {
    setState({ type: 'busy' })
    try {
      const trade = await placeTrade({ signalId: signal.id, ...order })
      // The server's clock and this one may differ; how long there is does not.
      const undoUntilMs = Date.now() + Date.parse(trade.undoUntil) - Date.parse(trade.at)
      setState({ type: 'taken', trade, undoUntilMs })
    } catch (problem) {
      setState({ type: 'refused', reason: refusalOf(problem) })
    }
  }
  const undo = async (tradeId: string) => {
    setState({ type: 'busy' })
    try {
      await undoTrade(tradeId)
      setState({ type: 'open' })
    } catch (problem) {
      setState({ type: 'refused', reason: refusalOf(problem) })
    }
  }

  return (
    <div
      data-testid="signal"
      className="mt-3 max-w-lg rounded-2xl border border-line bg-surface p-4 shadow-card"
    >
      <h3 className="sr-only">{t('signal.title')}</h3>
      <header className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Direction aria-hidden className={`size-5 ${signal.action === 'buy' ? 'text-rise' : 'text-fall'}`} />
        <h3 className="font-semibold">
          {t(`signal.${signal.action}`, { coin: t(`coin.${signal.symbol}`) })}
        </h3>
        <span className="text-sm text-ink-3">
          {t('signal.confidence')} {t(`confidence.${signal.confidence}`)}
        </span>
      </header>
      <p className="mt-1.5 text-sm text-ink-2">{signal.reasoning}</p>
      {children}
      {state.type === 'taken' ? (
        <Taken trade={state.trade} undoUntilMs={state.undoUntilMs} onUndo={() => void undo(state.trade.id)} />
      ) : known && state.type !== 'busy' ? (
        <Taken trade={known} />
      ) : (
        <Take
          signal={signal}
          busy={state.type === 'busy' || taken.isPending}
          onTake={(order) => void take(order)}
        />
      )}
      {state.type === 'refused' && !(known && state.reason === 'signal_taken') && (
        <p role="alert" className="mt-2 text-sm text-down">
          {t(`signal.refused.${state.reason}`)}
        </p>
      )}
    </div>
  )
}

/** Without an amount: all that is held, or the sensible default. */
interface Order {
  readonly portfolioId?: string
  readonly usdt?: string
  readonly quantity?: string
}

function Take({
  signal,
  busy,
  onTake,
}: {
  readonly signal: Signal
  readonly busy: boolean
  readonly onTake: (order: Order) => void
}) {
  const { t, formats } = useSpeech()
  // A sale is of what is held unless an amount is given.
  const optional = signal.action === 'sell'
  const [typed, setTyped] = useState<TypedAmount>({ text: optional ? '' : defaultUsdt, unit: 'usdt' })
  const [portfolioId, setPortfolioId] = useState('')
  const portfolios = useQuery(portfoliosQuery).data?.portfolios ?? []
  const amount = amountIn(typed)
  const valid = amount !== undefined || (optional && typed.text.trim() === '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (valid) onTake({ ...amount, ...(portfolioId === '' ? {} : { portfolioId }) })
  }
  return (
    <form onSubmit={submit} className="mt-3">
      <div className="flex flex-wrap items-center gap-2">
        <AmountField
          symbol={signal.symbol}
          amount={typed}
          invalid={!valid}
          placeholder={optional ? t('signal.amount.all') : undefined}
          onChange={setTyped}
        />
        {portfolios.length > 1 && (
          <select
            aria-label={t('signal.where')}
            value={portfolioId}
            onChange={(event) => setPortfolioId(event.target.value)}
            className="h-11 max-w-40 rounded-xl border border-line bg-surface px-3 text-sm"
          >
            {portfolios.map(({ id, name, isDefault }) => (
              <option key={id} value={isDefault ? '' : id}>
                {name}
              </option>
            ))}
          </select>
        )}
        <Button type="submit" look="primary" disabled={!valid || busy}>
          {t(busy ? 'signal.busy' : 'signal.take')}
        </Button>
      </div>
      <p className="mt-2 text-xs text-ink-3">
        {optional
          ? t('signal.sell.text', { usdt: formats.count(Number(defaultUsdt)) })
          : t('signal.take.text')}
      </p>
    </form>
  )
}

function Taken({
  trade,
  undoUntilMs = 0,
  onUndo,
}: {
  readonly trade: ShadowTrade
  readonly undoUntilMs?: number
  readonly onUndo?: () => void
}) {
  const { t, formats } = useSpeech()
  const left = Math.ceil((undoUntilMs - useNow()) / 1000)
  return (
    <div data-testid="signal-taken" className="mt-3 rounded-xl bg-sunken p-3 text-sm">
      <p role="status" className="flex items-center gap-1.5 font-medium">
        <Check aria-hidden className="size-4 text-up" />
        {t('signal.taken')}
      </p>
      <p className="mt-1 text-ink-2 tabular-nums">
        {t('signal.taken.text', {
          quantity: `${formats.decimal(trade.quantity)} ${trade.symbol}`,
          price: formats.price(trade.price),
          venue: t(`fact.venue.${trade.venue}`),
          fee: formats.money(trade.fee),
        })}
      </p>
      <div className="mt-1 -ml-3 flex flex-wrap items-center">
        {onUndo && left > 0 && (
          <Button look="quiet" size="small" onClick={onUndo}>
            {t('signal.undo', { seconds: left })}
          </Button>
        )}
        <Link to="/portfolio" className="px-3 py-1.5 text-[13px] font-medium text-link hover:underline">
          {t('signal.portfolio')}
        </Link>
      </div>
    </div>
  )
}

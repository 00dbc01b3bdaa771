/** What an answer leans towards, and the one tap that puts it into the shadow portfolio. */
import { defaultUsdt, type ShadowTrade, type Signal } from '@sage/edge/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Check, TrendingDown, TrendingUp } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import { Button } from '../../components/ui/button.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { useNow } from '../../lib/clock.ts'
import { amountOf } from './amount.ts'
import { placeTrade, refusalOf, tradesQuery, undoTrade } from './queries.ts'

type State =
  | { readonly type: 'open' }
  | { readonly type: 'busy' }
  | { readonly type: 'refused'; readonly reason: ReturnType<typeof refusalOf> }
  | { readonly type: 'taken'; readonly trade: ShadowTrade; readonly undoUntilMs: number }

/** `children`: the facts that the signal rests on. */
export function SignalCard({ signal, children }: { readonly signal: Signal; readonly children: ReactNode }) {
  const { t } = useSpeech()
  const [state, setState] = useState<State>({ type: 'open' })
  const trades = useInfiniteQuery(tradesQuery)
  const known = trades.data?.pages
    .flatMap((page) => page.trades)
    .find((trade) => trade.signal?.id === signal.id)
  const Direction = signal.action === 'buy' ? TrendingUp : TrendingDown

  const take = async (usdt: string | undefined) => {
    setState({ type: 'busy' })
    try {
      const trade = await placeTrade({ signalId: signal.id, ...(usdt === undefined ? {} : { usdt }) })
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
    <section
      aria-label={t('signal.title')}
      data-testid="signal"
      className="mt-3 max-w-lg rounded-2xl border border-line bg-surface p-4 shadow-card"
    >
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
          busy={state.type === 'busy' || trades.isPending}
          onTake={(usdt) => void take(usdt)}
        />
      )}
      {state.type === 'refused' && !(known && state.reason === 'signal_taken') && (
        <p role="alert" className="mt-2 text-sm text-down">
          {t(`signal.refused.${state.reason}`)}
        </p>
      )}
    </section>
  )
}

function Take({
  signal,
  busy,
  onTake,
}: {
  readonly signal: Signal
  readonly busy: boolean
  readonly onTake: (usdt: string | undefined) => void
}) {
  const { t, formats } = useSpeech()
  // A sale is of what is held unless an amount is given.
  const optional = signal.action === 'sell'
  const [text, setText] = useState(optional ? '' : defaultUsdt)
  const usdt = amountOf(text)
  const valid = usdt !== undefined || (optional && text.trim() === '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (valid) onTake(usdt)
  }
  return (
    <form onSubmit={submit} className="mt-3">
      <div className="flex flex-wrap items-center gap-2">
        <label className="flex h-11 w-44 items-center gap-2 rounded-xl border border-line-strong bg-surface px-3 focus-within:outline-2 focus-within:outline-link">
          <span className="sr-only">{t('signal.amount')}</span>
          <input
            value={text}
            inputMode="decimal"
            aria-invalid={!valid}
            placeholder={optional ? t('signal.amount.all') : undefined}
            onChange={(event) => setText(event.target.value)}
            className="w-full min-w-0 bg-transparent text-base tabular-nums outline-none placeholder:text-ink-3 md:text-sm"
          />
          <span className="shrink-0 text-sm whitespace-nowrap text-ink-3">USDT</span>
        </label>
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

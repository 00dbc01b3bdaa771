/** The trades, sorted as the reader likes, each with what it rests on and the way to close it. */
import type { ShadowTrade } from '@sage/edge/contract'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import { Amount, Percent } from '../../components/figures.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { amountOf } from './amount.ts'
import { type LivePricesOf, liveTrade } from './live-values.ts'
import { closeTrade, refusalOf } from './queries.ts'

const orders = ['newest', 'return', 'coin'] as const
type Order = (typeof orders)[number]

export function TradeList({
  trades,
  prices,
}: {
  readonly trades: readonly ShadowTrade[]
  readonly prices: LivePricesOf
}) {
  const { t } = useSpeech()
  const [order, setOrder] = useState<Order>('newest')
  return (
    <section aria-labelledby="trades">
      <header className="flex items-center justify-between gap-3">
        <h2 id="trades" className="font-semibold">
          {t('portfolio.trades')}
        </h2>
        <select
          aria-label={t('portfolio.sort')}
          value={order}
          onChange={(event) => setOrder(orders.find((each) => each === event.target.value) ?? 'newest')}
          className="h-11 rounded-xl border border-line bg-surface px-3 text-sm md:h-9"
        >
          {orders.map((each) => (
            <option key={each} value={each}>
              {t(`portfolio.sort.${each}`)}
            </option>
          ))}
        </select>
      </header>
      <ul className="mt-2 divide-y divide-line rounded-2xl border border-line bg-surface shadow-card">
        {sorted(trades, order, prices).map((trade) => (
          <TradeRow key={trade.id} trade={trade} prices={prices} />
        ))}
      </ul>
    </section>
  )
}

function sorted(trades: readonly ShadowTrade[], order: Order, prices: LivePricesOf): ShadowTrade[] {
  const returnOf = (trade: ShadowTrade) => liveTrade(trade, prices).return ?? Number.NEGATIVE_INFINITY
  return trades.toSorted((a, b) => {
    if (order === 'return') return returnOf(b) - returnOf(a)
    const byCoin = order === 'coin' ? a.symbol.localeCompare(b.symbol) : 0
    return byCoin || b.at.localeCompare(a.at)
  })
}

function TradeRow({ trade, prices }: { readonly trade: ShadowTrade; readonly prices: LivePricesOf }) {
  const { t, formats } = useSpeech()
  const [closing, setClosing] = useState(false)
  const live = liveTrade(trade, prices)
  const isOpen = Number(trade.openQuantity) > 0
  const openedNothing = Number(trade.openedQuantity) === 0
  return (
    <li data-testid="trade">
      <details className="group">
        <summary className="flex min-h-16 list-none items-center gap-3 px-4 py-2.5 hover:bg-sunken/60 md:px-5 [&::-webkit-details-marker]:hidden">
          <span className="min-w-0 flex-1">
            <span className="block font-medium">
              {t(`coin.${trade.symbol}`)}{' '}
              <span className="font-normal text-ink-3">{t(`trade.${trade.side}.${trade.direction}`)}</span>
            </span>
            <span className="block text-xs text-ink-3 tabular-nums">
              {formats.date(trade.at)} · {formats.price(trade.price)} USDT
              {!trade.signal && ` · ${t('trade.byHand.short')}`}
            </span>
          </span>
          <span className="text-right tabular-nums">
            {openedNothing ? (
              <span className="text-sm text-ink-3">{t('trade.closing')}</span>
            ) : (
              <>
                <span className="block font-medium">
                  <Amount usdt={live.profit} />
                </span>
                <span className="block text-xs">
                  <Percent fraction={live.return} />
                </span>
              </>
            )}
          </span>
        </summary>
        <div className="px-4 pb-4 text-sm md:px-5">
          <dl className="grid gap-x-6 gap-y-1.5 sm:grid-cols-2">
            <Line name={t('trade.quantity')}>
              {formats.decimal(trade.quantity)} {trade.symbol}
            </Line>
            <Line name={t('trade.entry')}>
              {formats.price(trade.price)} USDT · {t(`fact.venue.${trade.venue}`)} ·{' '}
              {formats.dateTime(trade.tickAt)}
            </Line>
            <Line name={t('trade.spread')}>
              {formats.decimal(trade.spread)} · {t('fact.name.fees')} {formats.money(trade.fee)}
            </Line>
            {trade.signal && (
              <Line name={t('trade.given')}>
                {formats.price(trade.signal.price)} USDT · {formats.dateTime(trade.signal.at)} ·{' '}
                {t('signal.confidence')} {t(`confidence.${trade.signal.confidence}`)}
              </Line>
            )}
            {trade.signal && (
              <Line name={t('trade.slippage')}>
                {formats.change(((Number(trade.price) / Number(trade.signal.price) - 1) * 100).toFixed(4))}
              </Line>
            )}
            {isOpen && live.value !== undefined && (
              <Line name={t('trade.open')}>
                {formats.decimal(trade.openQuantity)} {trade.symbol} · {formats.money(live.value.toFixed(2))}{' '}
                USDT
              </Line>
            )}
            {trade.exits.map((exit) => (
              <Line key={exit.at} name={t('trade.exit')}>
                {formats.decimal(exit.quantity)} · {formats.price(exit.price)} USDT ·{' '}
                {t(`fact.venue.${exit.venue}`)} · {formats.dateTime(exit.tickAt)} ·{' '}
                <Amount usdt={Number(exit.profit)} />
              </Line>
            ))}
          </dl>
          {trade.signal && <p className="mt-2 text-ink-2">{trade.signal.reasoning}</p>}
          <div className="mt-3 flex flex-wrap items-center gap-2">
            {isOpen && (
              <Button size="small" onClick={() => setClosing(true)}>
                {t('trade.close')}
              </Button>
            )}
            {trade.signal?.chatId && (
              <Link
                to={`/chat/${trade.signal.chatId}`}
                className="px-2 py-1.5 text-[13px] font-medium text-link hover:underline"
              >
                {t('trade.answer')}
              </Link>
            )}
            {!trade.signal && <span className="text-xs text-ink-3">{t('trade.byHand')}</span>}
          </div>
        </div>
      </details>
      {closing && <CloseDialog trade={trade} onClose={() => setClosing(false)} />}
    </li>
  )
}

function Line({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="flex justify-between gap-4 sm:block">
      <dt className="shrink-0 text-ink-3">{name}</dt>
      <dd className="text-right tabular-nums sm:text-left">{children}</dd>
    </div>
  )
}

function CloseDialog({ trade, onClose }: { readonly trade: ShadowTrade; readonly onClose: () => void }) {
  const { t, formats } = useSpeech()
  const [text, setText] = useState(trade.openQuantity)
  const [state, setState] = useState<'asking' | 'busy' | ReturnType<typeof refusalOf>>('asking')
  const quantity = amountOf(text)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (quantity === undefined) return
    setState('busy')
    // All of it is said without a figure: another close may have come first.
    closeTrade(trade.id, quantity === trade.openQuantity ? undefined : quantity).then(onClose, (problem) =>
      setState(refusalOf(problem)),
    )
  }
  return (
    <Dialog title={t('trade.close.title', { coin: t(`coin.${trade.symbol}`) })} onClose={onClose}>
      <form onSubmit={submit}>
        <p className="mt-2 text-sm text-ink-2">{t('trade.close.text')}</p>
        <label className="mt-4 block text-sm">
          <span className="text-ink-3">
            {t('trade.close.quantity', { quantity: formats.decimal(trade.openQuantity) })}
          </span>
          <input
            value={text}
            inputMode="decimal"
            aria-invalid={quantity === undefined}
            onChange={(event) => setText(event.target.value)}
            className="mt-1 h-11 w-full rounded-xl border border-line-strong bg-surface px-3 text-base tabular-nums"
          />
        </label>
        {state !== 'asking' && state !== 'busy' && (
          <p role="alert" className="mt-2 text-sm text-down">
            {t(`signal.refused.${state}`)}
          </p>
        )}
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" look="primary" disabled={quantity === undefined || state === 'busy'}>
            {t('trade.close')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

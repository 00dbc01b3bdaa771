/** The ledger as its owner reads it: each trade with what became of it. */
import { type CoinSymbol, coinSymbols } from '@sage/db/vocabulary'
import { type Exit, type Fill, type ShadowTrade, type TradeSignal, undoMs } from '../contract/portfolio.ts'
import { Money, toText, toTextOrNull, zero } from './decimal.ts'
import { type CloseRow, type Entries, fillsOfEntries, type SignalRow, type TradeRow } from './ledger.ts'
import { type ClosedLot, type Lot, LotBook, lotValue } from './lots.ts'

export type PricesNow = Readonly<Partial<Record<CoinSymbol, string>>>

/** What became of every trade's lot, so that views of some of them can be made. */
export interface Outcomes {
  readonly entries: Entries
  readonly opened: ReadonlyMap<string, Money>
  readonly open: ReadonlyMap<string, Lot>
  readonly closed: ReadonlyMap<string, readonly ClosedLot[]>
}

export function outcomesOf(entries: Entries): Outcomes {
  const book = new LotBook()
  const opened = new Map(fillsOfEntries(entries).map((fill) => [fill.id, book.apply(fill).opened] as const))
  return {
    entries,
    opened,
    open: new Map([...book.open()].map((lot) => [lot.id, lot])),
    closed: Map.groupBy(book.closed, (lot) => lot.id),
  }
}

/** Views of `trades` in their order; `prices` are those of the moment. */
export function tradeViews(
  trades: readonly TradeRow[],
  outcomes: Outcomes,
  signals: readonly SignalRow[],
  prices: PricesNow,
): ShadowTrade[] {
  const signalOf = new Map(signals.map((signal) => [signal.id, signal]))
  const rows = new Map<string, TradeRow | CloseRow>(
    [...outcomes.entries.trades, ...outcomes.entries.closes].map((row) => [row.id, row]),
  )
  return trades.map((trade) => {
    const signal = trade.signalId === null ? undefined : signalOf.get(trade.signalId)
    return {
      id: trade.id,
      portfolioId: trade.portfolioId,
      symbol: trade.symbol,
      side: trade.side,
      ...fillView(trade),
      signal: signal ? signalView(signal) : null,
      direction: trade.side === 'buy' ? 'long' : 'inverse',
      openedQuantity: toText(outcomes.opened.get(trade.id) ?? zero),
      ...lotView(trade, outcomes, prices[trade.symbol]),
      exits: (outcomes.closed.get(trade.id) ?? []).flatMap((lot) => exitView(lot, rows.get(lot.exitId))),
      undoUntil: new Date(trade.at.getTime() + undoMs).toISOString(),
    }
  })
}

function lotView(trade: TradeRow, { open, closed }: Outcomes, priceText: string | undefined) {
  const lot = open.get(trade.id)
  const exits = closed.get(trade.id) ?? []
  const price = priceText === undefined ? undefined : new Money(priceText)
  const realised = exits.reduce((sum, exit) => sum.plus(exit.profit), zero)
  const value = lot ? price && lotValue(lot, price) : zero
  const unrealised = value && (lot ? value.minus(cost(lot)) : zero)
  const profit = unrealised?.plus(realised)
  const invested = [...(lot ? [lot] : []), ...exits].reduce((sum, each) => sum.plus(cost(each)), zero)
  return {
    openQuantity: toText(lot?.quantity ?? zero),
    value: toTextOrNull(value),
    realised: toText(realised),
    unrealised: toTextOrNull(unrealised),
    profit: toTextOrNull(profit),
    return: toTextOrNull(invested.gt(0) ? profit?.div(invested) : undefined),
  }
}

const cost = (lot: Lot): Money => lot.quantity.times(lot.entryPrice).plus(lot.entryFee)

function fillView({ quantity, price, fee, venue, tickAt, spread, at }: TradeRow | CloseRow): Fill {
  return { quantity, price, fee, venue, tickAt: tickAt.toISOString(), spread, at: at.toISOString() }
}

/** The part of a fill that closed a part of a lot. */
function exitView(lot: ClosedLot, row: TradeRow | CloseRow | undefined): Exit[] {
  if (!row) return []
  return [
    {
      ...fillView(row),
      quantity: toText(lot.quantity),
      fee: toText(lot.exitFee),
      tradeId: 'tradeId' in row ? null : row.id,
      profit: toText(lot.profit),
    },
  ]
}

function signalView({ id, confidence, reasoning, price, at, chatId, messageId }: SignalRow): TradeSignal {
  return { id, confidence, reasoning, price, at: at.toISOString(), chatId, messageId }
}

const columns = [
  ...['trade', 'at', 'symbol', 'side', 'origin', 'quantity', 'price', 'fee', 'venue', 'tick_at', 'spread'],
  ...['open_quantity', 'value', 'realised', 'unrealised', 'profit', 'return', 'confidence', 'signal_price'],
]

/** One line per trade, and one per exit right after it (RFC 4180; every field is free of commas and quotes). */
export function toCsv(trades: readonly ShadowTrade[]): string {
  const lines = trades.flatMap((trade) => [
    line(trade.id, trade.symbol, trade.side, trade.signal ? 'signal' : 'hand', trade, [
      trade.openQuantity,
      trade.value,
      trade.realised,
      trade.unrealised,
      trade.profit,
      trade.return,
      trade.signal?.confidence,
      trade.signal?.price,
    ]),
    ...trade.exits.map((exit) =>
      line(trade.id, trade.symbol, trade.side === 'buy' ? 'sell' : 'buy', 'exit', exit, [
        null,
        null,
        exit.profit,
        null,
        exit.profit,
        null,
        null,
        null,
      ]),
    ),
  ])
  return [columns.join(','), ...lines].map((text) => `${text}\r\n`).join('')
}

function line(
  id: string,
  symbol: string,
  side: string,
  origin: string,
  fill: Fill,
  rest: readonly (string | null | undefined)[],
): string {
  const { at, quantity, price, fee, venue, tickAt, spread } = fill
  const fields = [id, at, symbol, side, origin, quantity, price, fee, venue, tickAt, spread, ...rest]
  return fields.map((field) => field ?? '').join(',')
}

/** Live prices of those coins that have one. */
export function pricesNow(
  quotes: readonly { readonly symbol: CoinSymbol; readonly price: string; readonly freshness: string }[],
): PricesNow {
  const live = quotes.filter((quote) => quote.freshness === 'live')
  return Object.fromEntries(
    coinSymbols.flatMap((symbol) => {
      const quote = live.find((each) => each.symbol === symbol)
      return quote ? [[symbol, quote.price]] : []
    }),
  )
}

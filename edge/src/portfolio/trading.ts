/** What can be done with a shadow portfolio: take a signal, trade by hand, close, take back. */
import type { CoinSymbol, TradeSide } from '@sage/db/vocabulary'
import { defaultUsdt, feeRate, type NewTrade, type TradeRefusal, undoMs } from '../contract/portfolio.ts'
import { newId } from '../http/id.ts'
import { Money, zero } from './decimal.ts'
import {
  type Entries,
  fillsOfEntries,
  type Ledger,
  nextMoment,
  type PortfolioRow,
  type SignalRow,
} from './ledger.ts'
import { LotBook } from './lots.ts'
import type { TradeOutcome } from './shadow-portfolios.ts'
import type { Tick, TickWatch } from './tick.ts'

export interface TradingDeps {
  readonly ledger: Ledger
  /** Begins to watch the market; called when the request has come in. */
  watch(): Promise<TickWatch>
  wait(ms: number): Promise<void>
  now(): Date
}

const refused = (reason: TradeRefusal['reason']) => ({ status: 'refused', reason }) as const

/** How often a decision is taken again because another request has changed the portfolio meanwhile. */
const mostAttempts = 4
/** What a reply of the database holds. */
const mostEntries = 10_000
/** Between looking for a signal and looking again. */
const signalPausesMs = [100, 300, 900] as const
/** Coins are counted to eight decimals, as the exchanges do. */
const decimals = 8

interface Order {
  readonly symbol: CoinSymbol
  readonly side: TradeSide
  readonly signalId: string | null
  readonly usdt?: string
  readonly quantity?: string
}

/** Fills an order at the next live tick. */
export async function placeTrade(request: NewTrade, deps: TradingDeps): Promise<TradeOutcome> {
  const { ledger, now } = deps
  const watch = await deps.watch()
  try {
    const order = await orderOf(request, deps)
    if (!order) return { status: 'unknown' }
    const tick = await watch.first(order.symbol)
    if (!tick) return refused('stale_market')
    const id = ('clientTradeId' in request ? request.clientTradeId : undefined) ?? newId(now())
    return await decide(ledger, request.portfolioId, async (portfolio, entries) => {
      const price = priceOf(order.side, tick)
      const quantity = quantityOf(order, price, entries)
      const at = nextMoment(entries, now())
      const trade = { id, portfolioId: portfolio.id, ...order, ...fillAt(tick, price, quantity, at) }
      const written = await ledger.addTrade(portfolio.version, trade)
      if (written !== 'duplicate') return { written, tradeId: id }
      return duplicate(order, id, ledger)
    })
  } finally {
    watch.stop()
  }
}

/** Closes what is open of a trade's lot, or `quantity` of it. */
export async function closeTrade(
  tradeId: string,
  quantity: string | undefined,
  deps: TradingDeps,
): Promise<TradeOutcome> {
  const { ledger, now } = deps
  const watch = await deps.watch()
  try {
    const portfolioId = await ledger.portfolioOf(tradeId)
    if (portfolioId === undefined) return { status: 'unknown' }
    return await decide(ledger, portfolioId, async (portfolio, entries) => {
      const lot = [...replay(entries).open()].find((open) => open.id === tradeId)
      const wanted = quantity === undefined ? lot?.quantity : new Money(quantity)
      if (!lot || !wanted || wanted.gt(lot.quantity)) return refused('nothing_open')
      const tick = await watch.first(lot.symbol)
      if (!tick) return refused('stale_market')
      const price = priceOf(lot.direction === 'long' ? 'sell' : 'buy', tick)
      const at = nextMoment(entries, now())
      const close = { id: newId(at), tradeId, ...fillAt(tick, price, wanted, at) }
      return { written: await ledger.addClose(portfolio.version, portfolio.id, close), tradeId }
    })
  } finally {
    watch.stop()
  }
}

/** Takes a trade back, with what was closed of it, as if it had never been. */
export async function undoTrade(
  tradeId: string,
  deps: Pick<TradingDeps, 'ledger' | 'now'>,
): Promise<TradeOutcome> {
  const { ledger, now } = deps
  const portfolioId = await ledger.portfolioOf(tradeId)
  if (portfolioId === undefined) return { status: 'unknown' }
  const askedAtMs = now().getTime()
  return decide(ledger, portfolioId, async (portfolio, { trades }) => {
    const trade = trades.find(({ id }) => id === tradeId)
    if (!trade) return { status: 'unknown' }
    if (askedAtMs - trade.at.getTime() > undoMs) return refused('too_late')
    return { written: await ledger.removeTrade(portfolio.version, portfolio.id, tradeId), tradeId }
  })
}

type Step = { readonly written: 'written' | 'changed' | 'duplicate'; readonly tradeId: string } | TradeOutcome

/** Decides on what the portfolio is now, and again when it turns out that it was not. */
async function decide(
  ledger: Ledger,
  portfolioId: string | undefined,
  step: (portfolio: PortfolioRow, entries: Entries) => Promise<Step>,
): Promise<TradeOutcome> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    // The version is read before the entries, so that it is never newer than they are.
    const portfolio = choose(await ledger.portfolios(), portfolioId)
    if (!portfolio) return { status: 'unknown' }
    const entries = await ledger.entries(portfolio.id)
    if (entries.trades.length + entries.closes.length >= mostEntries) return refused('too_many')
    const outcome = await step(portfolio, entries)
    if ('status' in outcome) return outcome
    if (outcome.written !== 'changed') {
      return { status: 'done', portfolioId: portfolio.id, tradeId: outcome.tradeId }
    }
  }
  return refused('changed')
}

/** The portfolio with that id, or the default one. */
export function choose(
  portfolios: readonly PortfolioRow[],
  id: string | undefined,
): PortfolioRow | undefined {
  return id === undefined ? portfolios[0] : portfolios.find((portfolio) => portfolio.id === id)
}

async function orderOf(request: NewTrade, deps: TradingDeps): Promise<Order | undefined> {
  const { usdt, quantity } = request
  const amount = { ...(usdt === undefined ? {} : { usdt }), ...(quantity === undefined ? {} : { quantity }) }
  if (!('signalId' in request)) {
    return { symbol: request.symbol, side: request.side, signalId: null, ...amount }
  }
  const signal = await signalOf(request.signalId, deps)
  return signal && { symbol: signal.symbol, side: signal.action, signalId: signal.id, ...amount }
}

/** A signal that was given a moment ago may still be on its way to the database. */
async function signalOf(id: string, { ledger, wait }: TradingDeps): Promise<SignalRow | undefined> {
  for (let attempt = 0; ; attempt += 1) {
    const [signal] = await ledger.signals([id])
    const pauseMs = signalPausesMs[attempt]
    if (signal || pauseMs === undefined) return signal
    await wait(pauseMs)
  }
}

/** A signal that is taken already refuses; a trade by hand that was sent twice is the one that was made. */
async function duplicate(order: Order, id: string, ledger: Ledger): Promise<Step> {
  if (order.signalId === null) {
    return (await ledger.portfolioOf(id)) === undefined
      ? refused('changed')
      : { written: 'duplicate', tradeId: id }
  }
  const tradeId = await ledger.takenBy(order.signalId)
  return { ...refused('signal_taken'), ...(tradeId === undefined ? {} : { tradeId }) }
}

/** In the coin. A sale that names no amount closes the holding, if there is one. */
function quantityOf(order: Order, price: Money, entries: Entries): Money {
  if (order.quantity !== undefined) return new Money(order.quantity)
  if (order.usdt === undefined && order.side === 'sell') {
    const held = holding(entries, order.symbol)
    if (held.gt(0)) return held
  }
  const quantity = new Money(order.usdt ?? defaultUsdt).div(price).toDecimalPlaces(decimals, 'down')
  // The smallest amount there is, for money that does not buy even that.
  return Money.max(quantity, new Money(1n, decimals))
}

function holding(entries: Entries, symbol: CoinSymbol): Money {
  return [...replay(entries).open()]
    .filter((lot) => lot.symbol === symbol && lot.direction === 'long')
    .reduce((sum, lot) => sum.plus(lot.quantity), zero)
}

export function replay(entries: Entries): LotBook {
  const book = new LotBook()
  for (const fill of fillsOfEntries(entries)) book.apply(fill)
  return book
}

const priceOf = (side: TradeSide, tick: Tick): Money => new Money(side === 'buy' ? tick.ask : tick.bid)

function fillAt(tick: Tick, price: Money, quantity: Money, at: Date) {
  return {
    quantity: quantity.toFixed(),
    price: price.toFixed(),
    fee: quantity.times(price).times(feeRate).toDecimalPlaces(decimals).toFixed(),
    venue: tick.venue,
    tickAt: new Date(tick.at),
    spread: new Money(tick.ask).minus(tick.bid).toFixed(),
    marks: tick.marks,
    at,
  }
}

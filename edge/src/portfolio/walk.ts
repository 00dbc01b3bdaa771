/**
 * The walk through time that every return is computed from. It stops at each cash flow and at the close of each UTC day, or hour.
 * Between two stops nothing enters or leaves, so that a period's factor is pure performance, and the product of the
 * factors is the time-weighted index.
 */
import type { CoinSymbol } from '@sage/db/vocabulary'
import { Benchmark, type BenchmarkFlow } from './benchmark.ts'
import { Money, one, zero } from './decimal.ts'
import type { Fill, Marks } from './fills.ts'
import { type CashFlow, LotBook } from './lots.ts'
import type { PriceBook, PriceOf } from './prices.ts'

export const hourMs = 3_600_000
export const dayMs = 86_400_000
export type StepMs = typeof hourMs | typeof dayMs

/** The close of a day or an hour, or the end of the range. What rests on a missing price is absent. */
export interface Point {
  readonly atMs: number
  readonly value?: Money
  readonly benchmarkValue?: Money
  /** Growth of 1 since the start of the range: the time-weighted index. */
  readonly index?: Money
  readonly benchmarkIndex?: Money
}

/** A day's close, or the end of the range. */
export interface Close extends Point {
  /** Whether money was at work at any moment since the previous close. */
  readonly active: boolean
}

export interface MissingPrice {
  readonly symbol: CoinSymbol
  readonly atMs: number
}

export interface Walk {
  readonly book: LotBook
  readonly flows: readonly CashFlow[]
  readonly closes: readonly Close[]
  /** At every step. */
  readonly curve: readonly Point[]
  /** Number of lots that had been closed before the range. */
  readonly closedBefore: number
  /** Value at the start of the range, before its first flow; absent where a price is missing. */
  readonly startValue?: Money
  /** Prices that were needed and that nobody knows. */
  readonly missing: readonly MissingPrice[]
  /** Time with money at work, in ms. */
  readonly activeMs: number
}

/** Chains the factors of periods. */
class Index {
  value: Money | undefined = one
  /** What the running period began with; 0 while no money is at work. */
  #base: Money | undefined
  /** The index when the running period began. */
  #from: Money | undefined = one

  constructor(base: Money | undefined) {
    this.#base = base
  }

  get active(): boolean {
    return this.#base === undefined || this.#base.gt(0)
  }

  /** A look at the running period while nothing moves. */
  observe(value: Money | undefined): void {
    this.value = this.#grown(value)
  }

  /** Ends the running period at `value` and begins one with `base`. */
  turn(value: Money | undefined, base: Money | undefined): void {
    this.value = this.#grown(value)
    this.#from = this.value
    this.#base = base
  }

  #grown(value: Money | undefined): Money | undefined {
    if (this.#from === undefined || this.#base === undefined) return undefined
    if (this.#base.lte(0)) return this.#from
    // An avoided position may lose more than was put in; an index cannot fall below nothing.
    if (value === undefined) return undefined
    return value.lte(0) ? zero : this.#from.times(value).div(this.#base)
  }
}

/**
 * Walks from `fromMs` to `toMs` (inclusive). Fills before the range only build the holdings; fills after it are
 * ignored. A buy's fee weighs on the period that the buy starts, a sale's on the period that it ends. At the moment
 * of a fill its own price is the price of its coin, and its marks those of the others, for what was held already too;
 * neither is used later. The curve has a point every `stepMs`; risk is measured from day to day whatever that is.
 */
export function walk(
  fills: readonly Fill[],
  prices: PriceBook,
  fromMs: number,
  toMs: number,
  stepMs: StepMs = dayMs,
): Walk {
  const book = new LotBook()
  const benchmark = new Benchmark()
  const flows: CashFlow[] = []
  const closes: Close[] = []
  const curve: Point[] = []
  const missing = new Map<string, MissingPrice>()
  const known = (atMs: number, traded?: ReadonlyMap<CoinSymbol, Money>, marks?: Marks): PriceOf => {
    const told: Partial<Record<CoinSymbol, Money>> = {}
    return (symbol) => {
      const price = told[symbol] ?? traded?.get(symbol) ?? marked(marks, symbol) ?? prices.at(symbol, atMs)
      if (!price) missing.set(`${symbol} ${atMs}`, { symbol, atMs })
      told[symbol] = price
      return price
    }
  }

  let next = 0
  for (; (fills[next]?.atMs ?? fromMs) < fromMs; next += 1) {
    const fill = fills[next]
    if (!fill) continue
    const traded = new Map([[fill.symbol, fill.price]])
    benchmark.apply(book.apply(fill), known(fill.atMs, traded, fill.marks)('BTC'))
  }
  const closedBefore = book.closed.length
  const startValue = book.value(known(fromMs))
  const own = new Index(startValue)
  const other = new Index(benchmark.value(known(fromMs)))
  let active = false
  let activeMs = 0
  let sinceMs = fromMs

  for (const atMs of stops(fills.slice(next), fromMs, toMs, stepMs)) {
    if (own.active) {
      active = true
      activeMs += atMs - sinceMs
    }
    sinceMs = atMs
    const here: Fill[] = []
    for (let fill = fills[next]; fill?.atMs === atMs; fill = fills[next]) {
      here.push(fill)
      next += 1
    }
    const market = known(atMs)
    if (here.length > 0) {
      const traded = new Map(here.map((fill) => [fill.symbol, fill.price]))
      const at = known(atMs, traded, here.at(-1)?.marks)
      const before = book.value(at)
      const benchmarkBefore = benchmark.value(at)
      const moved = here.map((fill) => book.apply(fill))
      const copied = moved.map((flow) => benchmark.apply(flow, at('BTC')))
      flows.push(...moved)
      const gross = before && moved.reduce((value, flow) => withSlip(value, slipOut(flow, traded)), before)
      own.turn(
        gross && moved.reduce(afterFee, gross),
        gross && (book.isEmpty ? zero : moved.reduce(afterFlow, gross)),
      )
      other.turn(
        benchmarkBefore && copied.reduce(endOfPeriod, benchmarkBefore),
        copied.reduce<Money | undefined>(startOfPeriod, benchmark.value(at)),
      )
    }
    if (atMs !== toMs && (atMs % stepMs !== 0 || atMs === fromMs)) continue
    const value = book.value(market)
    const benchmarkValue = benchmark.value(market)
    if (here.length === 0 || atMs === toMs) {
      own.observe(value)
      other.observe(benchmarkValue)
    }
    const point = {
      atMs,
      ...(value && { value }),
      ...(benchmarkValue && { benchmarkValue }),
      ...(own.value && { index: own.value }),
      ...(other.value && { benchmarkIndex: other.value }),
    }
    curve.push(point)
    if (atMs !== toMs && atMs % dayMs !== 0) continue
    closes.push({ ...point, active })
    active = false
  }
  return {
    book,
    flows,
    closes,
    curve,
    closedBefore,
    ...(startValue && { startValue }),
    missing: [...missing.values()],
    activeMs,
  }
}

function marked(marks: Marks | undefined, symbol: CoinSymbol): Money | undefined {
  const text = marks?.[symbol]
  return text === undefined ? undefined : new Money(text)
}

/**
 * What the money of a sale differs by from the value that its coins were given in that moment: only where several
 * fills of one coin and moment have different prices, since the last one is the coin's price then.
 */
function slipOut({ fill, closed }: CashFlow, traded: ReadonlyMap<CoinSymbol, Money>): Money {
  const price = traded.get(fill.symbol)
  if (!price || closed.isZero() || price.eq(fill.price)) return zero
  // A sale closes long lots, a buy inverse ones.
  return closed.times(fill.side === 'sell' ? fill.price.minus(price) : price.minus(fill.price))
}

function withSlip(value: Money, slip: Money): Money {
  return slip.isZero() ? value : value.plus(slip)
}

function afterFee(value: Money, { withdrawalFee }: { readonly withdrawalFee: Money }): Money {
  return withdrawalFee.isZero() ? value : value.minus(withdrawalFee)
}

function endOfPeriod(value: Money, copy: BenchmarkFlow): Money {
  return afterFee(withSlip(value, copy.slipOut), copy)
}

function startOfPeriod(value: Money | undefined, copy: BenchmarkFlow): Money | undefined {
  const base = value && withSlip(value, copy.slipIn)
  return copy.contributionFee.isZero() ? base : base?.plus(copy.contributionFee)
}

/** What is at work after a flow, where `value` was before it. A purchase's fee counts as put in. */
function afterFlow(value: Money, flow: CashFlow): Money {
  const left = flow.closed.isZero() ? value : value.minus(flow.withdrawal)
  return flow.opened.isZero() ? left : left.plus(flow.contribution).plus(flow.contributionFee)
}

/** Every moment at which the walk stops, ascending: fills, closes of UTC days or hours, and the end. */
function* stops(fills: readonly Fill[], fromMs: number, toMs: number, stepMs: StepMs): Generator<number> {
  let close = (Math.floor(fromMs / stepMs) + 1) * stepMs
  let last = Number.NEGATIVE_INFINITY
  for (const { atMs } of fills) {
    if (atMs > toMs) break
    for (; close < atMs; close += stepMs) yield close
    if (atMs !== last) yield atMs
    if (close === atMs) close += stepMs
    last = atMs
  }
  for (; close < toMs; close += stepMs) yield close
  if (last !== toMs) yield toMs
}

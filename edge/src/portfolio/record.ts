/** The public record: what came of every signal, counted in the open. Pure. */
import { type CoinSymbol, Confidence, coinSymbols, type TradeSide, type Venue } from '@sage/db/vocabulary'
import { fewestTradesForWinRate } from '../contract/figures.ts'
import {
  type PublicRecord,
  type RecordEntry,
  type RecordOutcome,
  type RecordTally,
  recordHorizons,
} from '../contract/record.ts'
import { Money, toText, toTextOrNull } from './decimal.ts'
import { mean } from './statistics.ts'
import { dayMs } from './walk.ts'

/** Prices in USDT; a price that is not stored is `null`. */
export interface GivenSignal {
  readonly id: string
  readonly at: Date
  readonly symbol: CoinSymbol
  readonly action: TradeSide
  readonly confidence: Confidence
  readonly price: string
  readonly venue: Venue
  readonly tickAt: Date
  /** BTC when it was given. */
  readonly btcPrice: string | null
  /** At the end of each horizon, in the order of `recordHorizons`. */
  readonly later: readonly { readonly price: string | null; readonly btcPrice: string | null }[]
}

/** What is counted over all signals. */
export type RecordTotals = Omit<PublicRecord, 'entries' | 'nextCursor'>

export function entryOf(signal: GivenSignal, now: Date): RecordEntry {
  const { id, symbol, action, confidence, price, venue } = signal
  return {
    id,
    at: signal.at.toISOString(),
    symbol,
    action,
    confidence,
    price,
    venue,
    tickAt: signal.tickAt.toISOString(),
    outcomes: recordHorizons.map((days, index) => outcomeOf(signal, days, signal.later[index], now)),
  }
}

function outcomeOf(
  signal: GivenSignal,
  days: (typeof recordHorizons)[number],
  later: GivenSignal['later'][number] | undefined,
  now: Date,
): RecordOutcome {
  const dueMs = signal.at.getTime() + days * dayMs
  const dueAt = new Date(dueMs).toISOString()
  if (dueMs > now.getTime()) return { status: 'pending', days, dueAt }
  if (!later?.price) return { status: 'missing', days, dueAt }
  const isBtc = signal.symbol === 'BTC'
  const change = changeOf(signal.price, later.price)
  // A signal on BTC is held against the very tick it was given at.
  const benchmark = changeOf(isBtc ? signal.price : signal.btcPrice, isBtc ? later.price : later.btcPrice)
  const own = change && (signal.action === 'buy' ? change : change.neg())
  if (!own) return { status: 'missing', days, dueAt }
  return {
    status: 'settled',
    days,
    dueAt,
    price: later.price,
    return: toText(own),
    benchmark: toTextOrNull(benchmark),
    excess: toTextOrNull(benchmark && own.minus(benchmark)),
    hit: own.gt(0),
  }
}

function changeOf(from: string | null, to: string | null): Money | undefined {
  return from === null || to === null ? undefined : new Money(to).div(from).minus(1)
}

/** Counts `entries`, which are all there are. */
export function totalsOf(entries: readonly RecordEntry[], now: Date): RecordTotals {
  const months = [...Map.groupBy(entries, ({ at }) => at.slice(0, 7))].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    at: now.toISOString(),
    ...counted(entries),
    byConfidence: Confidence.options.map((confidence) => ({
      confidence,
      ...counted(entries.filter((entry) => entry.confidence === confidence)),
    })),
    byCoin: coinSymbols.map((symbol) => ({
      symbol,
      ...counted(entries.filter((entry) => entry.symbol === symbol)),
    })),
    byMonth: months.map(([month, given]) => ({ month, ...counted(given) })),
  }
}

function counted(entries: readonly RecordEntry[]): { signals: number; horizons: RecordTally[] } {
  return {
    signals: entries.length,
    horizons: recordHorizons.map((days, index) =>
      tallyOf(
        days,
        entries.flatMap(({ outcomes }) => outcomes[index] ?? []),
      ),
    ),
  }
}

function tallyOf(days: RecordTally['days'], outcomes: readonly RecordOutcome[]): RecordTally {
  const settled = outcomes.filter((outcome) => outcome.status === 'settled')
  const average = (values: readonly (string | null)[]) =>
    toTextOrNull(mean(values.flatMap((value) => (value === null ? [] : [new Money(value)]))))
  const hits = settled.filter(({ hit }) => hit).length
  const tooFew = settled.length < fewestTradesForWinRate
  return {
    days,
    settled: settled.length,
    pending: outcomes.filter(({ status }) => status === 'pending').length,
    missing: outcomes.filter(({ status }) => status === 'missing').length,
    hits,
    hitRate: tooFew ? null : toText(new Money(hits).div(settled.length)),
    averageReturn: average(settled.map((outcome) => outcome.return)),
    averageBenchmark: average(settled.map(({ benchmark }) => benchmark)),
    averageExcess: average(settled.map(({ excess }) => excess)),
  }
}

/**
 * `GET /api/record`, for everyone: every signal that was ever given to anyone, taken or not, entered at the tick it
 * was given at and held for 1, 7 and 30 days. Nothing in it says to whom. Returns and rates are fractions.
 */
import { CoinSymbol, Confidence, Decimal, Id, Timestamp, TradeSide, Venue } from '@sage/db/vocabulary'
import * as z from 'zod/mini'

export const recordHorizons = [1, 7, 30] as const
const Days = z.literal([...recordHorizons])

/**
 * What came of a signal. `return` is the price's change for a buy and its opposite for a sell; `benchmark` that of BTC
 * over the same time. `missing`: the time is over, and no price of that moment is stored.
 */
export const RecordOutcome = z.discriminatedUnion('status', [
  z.object({ status: z.literal('pending'), days: Days, dueAt: Timestamp }),
  z.object({ status: z.literal('missing'), days: Days, dueAt: Timestamp }),
  z.object({
    status: z.literal('settled'),
    days: Days,
    dueAt: Timestamp,
    price: Decimal,
    return: Decimal,
    benchmark: z.nullable(Decimal),
    excess: z.nullable(Decimal),
    /** Whether the price went the way the signal leaned. */
    hit: z.boolean(),
  }),
])
export type RecordOutcome = z.infer<typeof RecordOutcome>

export const RecordEntry = z.object({
  id: Id,
  at: Timestamp,
  symbol: CoinSymbol,
  action: TradeSide,
  confidence: Confidence,
  price: Decimal,
  venue: Venue,
  tickAt: Timestamp,
  outcomes: z.array(RecordOutcome),
})
export type RecordEntry = z.infer<typeof RecordEntry>

/** `hitRate` and the averages are over `settled` signals; the rate is `null` under five of them. */
export const RecordTally = z.object({
  days: Days,
  settled: z.int(),
  pending: z.int(),
  missing: z.int(),
  hits: z.int(),
  hitRate: z.nullable(Decimal),
  averageReturn: z.nullable(Decimal),
  averageBenchmark: z.nullable(Decimal),
  averageExcess: z.nullable(Decimal),
})
export type RecordTally = z.infer<typeof RecordTally>

export const PublicRecord = z.object({
  at: Timestamp,
  signals: z.int(),
  horizons: z.array(RecordTally),
  byConfidence: z.array(
    z.object({ confidence: Confidence, signals: z.int(), horizons: z.array(RecordTally) }),
  ),
  byCoin: z.array(z.object({ symbol: CoinSymbol, signals: z.int(), horizons: z.array(RecordTally) })),
  /** By the month they were given in (UTC, `2026-11`), oldest first. */
  byMonth: z.array(z.object({ month: z.string(), signals: z.int(), horizons: z.array(RecordTally) })),
  /** Newest first; further ones with `?cursor`. */
  entries: z.array(RecordEntry),
  nextCursor: z.nullable(z.string()),
})
export type PublicRecord = z.infer<typeof PublicRecord>

/** Prices at the close of UTC days or hours, from the stored candles. */
import { CoinSymbol } from '@sage/db/vocabulary'
import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Database } from '../db/index.ts'
import type { PriceSeries } from './prices.ts'
import { dayMs, hourMs, type StepMs } from './walk.ts'

const Row = z.object({ symbol: CoinSymbol, closes: z.string() })

export interface Span {
  readonly from: Date
  readonly to: Date
  /** How often its curve has a point. */
  readonly stepMs: StepMs
}

/**
 * Every close of `symbols` that a walk over `span` may look at, in one query: days and, around both ends, hours; hours
 * all along where the curve has a point an hour. A candle that is still running has no close yet.
 */
export async function closesOf(
  db: Database,
  symbols: readonly CoinSymbol[],
  { from, to, stepMs }: Span,
  now: Date,
): Promise<PriceSeries> {
  if (symbols.length === 0) return {}
  const candles = (table: SQL, lengthMs: number, [first, last]: readonly [number, number]) => sql`
    select symbol, (extract(epoch from at) * 1000)::bigint + ${lengthMs}::bigint as closed_ms, close from ${table}
    where symbol in (${sql.join(
      symbols.map((symbol) => sql`${symbol}::text`),
      sql`, `,
    )})
      and at >= ${new Date(first - lengthMs).toISOString()}::timestamptz
      and at <= ${new Date(Math.min(last, now.getTime()) - lengthMs).toISOString()}::timestamptz`
  const [fromMs, toMs] = [from.getTime(), to.getTime()]
  const hours: readonly (readonly [number, number])[] =
    stepMs === hourMs
      ? [[fromMs - 2 * hourMs, toMs]]
      : [fromMs, toMs].map((end) => [end - 2 * hourMs, end] as const)
  const parts = [
    candles(sql`candles_1d`, dayMs, [fromMs - 2 * dayMs, toMs]),
    ...hours.map((range) => candles(sql`candles_1h`, hourMs, range)),
  ]
  const { rows } = await db.execute(sql`
    select symbol, string_agg(concat_ws(' ', closed_ms, close), ',') as closes
    from (${sql.join(parts, sql` union all `)}) c group by symbol`)
  return Object.fromEntries(
    rows.map((row) => {
      const { symbol, closes } = Row.parse(row)
      return [symbol, closes.split(',').map(closeOf)]
    }),
  )
}

function closeOf(text: string): readonly [number, string] {
  const [closedMs, price = ''] = text.split(' ')
  return [Number(closedMs), price]
}

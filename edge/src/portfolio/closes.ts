/** Prices at the close of UTC days, from the stored candles. */
import type { CoinSymbol } from '@sage/db/vocabulary'
import { and, asc, gte, inArray } from 'drizzle-orm'
import { type Database, schema } from '../db/index.ts'
import type { PriceSeries } from './prices.ts'
import { dayMs } from './walk.ts'

const { candles1d } = schema

/** Every close of `symbols` from the day before `from` on, in one query; the running day has none yet. */
export async function dailyCloses(
  db: Database,
  symbols: readonly CoinSymbol[],
  from: Date,
  now: Date,
): Promise<PriceSeries> {
  if (symbols.length === 0) return {}
  const rows = await db
    .select({ symbol: candles1d.symbol, at: candles1d.at, close: candles1d.close })
    .from(candles1d)
    .where(
      and(inArray(candles1d.symbol, [...symbols]), gte(candles1d.at, new Date(from.getTime() - 2 * dayMs))),
    )
    .orderBy(asc(candles1d.at))
  const closed = rows.filter(({ at }) => at.getTime() + dayMs <= now.getTime())
  return Object.fromEntries(
    [...Map.groupBy(closed, ({ symbol }) => symbol)].map(([symbol, candles]) => [
      symbol,
      candles.map(({ at, close }) => [new Date(at.getTime() + dayMs).toISOString(), close] as const),
    ]),
  )
}

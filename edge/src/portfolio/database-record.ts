/** Every signal with the prices of its horizons, from PostgreSQL. Who it was given to is never read. */
import { CoinSymbol, Confidence, Decimal, Id, TradeSide, Venue } from '@sage/db/vocabulary'
import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { type RecordEntry, recordHorizons } from '../contract/record.ts'
import { type Database, stored } from '../db/index.ts'
import type { RecordSource } from '../services.ts'
import { entryOf, type GivenSignal, type RecordTotals, totalsOf } from './record.ts'

/** What one reply of the database easily holds. */
const batch = 4000
/** The record changes by a signal now and then, and by the hour. */
const freshForMs = 30_000

interface Whole {
  readonly atMs: number
  /** Newest first. */
  readonly entries: readonly RecordEntry[]
  readonly totals: RecordTotals
}

/** One per isolate: everybody reads the same record. */
let newest: Whole | undefined

export function databaseRecord(db: Database, now: () => Date): RecordSource {
  async function whole(): Promise<Whole> {
    const at = now()
    if (newest && at.getTime() - newest.atMs < freshForMs) return newest
    const signals: GivenSignal[] = []
    for (let rows = await read(db, undefined); ; rows = await read(db, rows.at(-1))) {
      signals.push(...rows)
      if (rows.length < batch) break
    }
    const entries = signals.map((signal) => entryOf(signal, at))
    newest = { atMs: at.getTime(), entries, totals: totalsOf(entries, at) }
    return newest
  }

  return {
    page: ({ cursor, limit }) =>
      stored(
        (async () => {
          const { entries, totals } = await whole()
          const start = cursor === undefined ? 0 : entries.findIndex(({ id }) => id === cursor) + 1
          if (cursor !== undefined && start === 0) return undefined
          const page = entries.slice(start, start + limit)
          const more = entries.length > start + limit
          return { ...totals, entries: page, nextCursor: more ? (page.at(-1)?.id ?? null) : null }
        })(),
      ),
  }
}

const Instant = z.coerce.date()
const MaybePrice = z.nullable(Decimal)
const Row = z.object({
  id: Id,
  at: Instant,
  symbol: CoinSymbol,
  action: TradeSide,
  confidence: Confidence,
  price: Decimal,
  venue: Venue,
  tick_at: Instant,
  btc_price: MaybePrice,
  later: z.array(z.object({ price: MaybePrice, btcPrice: MaybePrice })),
})

/** The next batch after `last`, newest first. */
async function read(db: Database, last: GivenSignal | undefined): Promise<GivenSignal[]> {
  const before = last
    ? sql`where (s.created_at, s.id) < (${last.at.toISOString()}::timestamptz, ${last.id}::uuid)`
    : sql``
  const later = sql.join(
    recordHorizons.map((days) => {
      const due = sql`s.created_at + ${`${days} days`}::interval`
      return sql`json_build_object('price', ${priceAt(sql`s.symbol`, due)}::text,
        'btcPrice', ${priceAt(sql`'BTC'`, due)}::text)`
    }),
    sql`, `,
  )
  const { rows } = await db.execute(sql`
    select s.id, s.created_at as at, s.symbol, s.action, s.confidence, s.price::text as price, s.venue, s.tick_at,
      ${priceAt(sql`'BTC'`, sql`s.created_at`)}::text as btc_price,
      json_build_array(${later}) as later
    from signals s ${before}
    order by s.created_at desc, s.id desc
    limit ${batch}::int`)
  return rows.map((row) => {
    const { tick_at: tickAt, btc_price: btcPrice, ...signal } = Row.parse(row)
    return { ...signal, tickAt, btcPrice }
  })
}

/** The close of the last whole minute before `moment`, or of the last whole hour where that minute is missing. */
function priceAt(symbol: SQL, moment: SQL): SQL {
  const close = (table: SQL, unit: 'minute' | 'hour') => sql`(select c.close from ${table} c
    where c.symbol = ${symbol}
      and c.at = date_trunc(${unit}::text, ${moment}) - ${`1 ${unit}`}::interval)`
  return sql`coalesce(${close(sql`candles_1m`, 'minute')}, ${close(sql`candles_1h`, 'hour')})`
}

/** Candles and Fear & Greed in PostgreSQL. Every write carries the leader's fencing number. */
import { type CandleInterval, type CoinSymbol, coinSymbols } from '@sage/db/vocabulary'
import pg from 'pg'
import type { FearGreedPoint } from '../contract.ts'
import { type Candle, intervalMs, type StoredCandle } from '../market/candle.ts'

const tables = { '1m': 'candles_1m', '1h': 'candles_1h', '1d': 'candles_1d' } as const

export interface Hole {
  readonly symbol: CoinSymbol
  readonly atMs: number
}

/** `fenced`: a newer leader has written, nothing was. */
export type Written = 'written' | 'fenced'

export interface Store {
  /** Makes the monthly partitions that hold these times. */
  ensurePartitions(fromMs: number, toMs: number): Promise<void>
  /** All or none; a candle that is there already is replaced. */
  writeCandles(interval: CandleInterval, candles: readonly StoredCandle[], fence: number): Promise<Written>
  /**
   * Makes the hours or days of `[fromMs, toMs)` whose parts are all there: those that are missing, and those that no
   * longer say what their parts say.
   */
  foldUp(interval: '1h' | '1d', fromMs: number, toMs: number, fence: number): Promise<Written>
  /** Starts in `[fromMs, toMs)` without a candle. */
  holes(interval: CandleInterval, fromMs: number, toMs: number): Promise<readonly Hole[]>
  /** Candles that start in `[fromMs, toMs)`, oldest first. */
  readCandles(symbol: CoinSymbol, interval: CandleInterval, fromMs: number, toMs: number): Promise<Candle[]>
  writeFearGreed(points: readonly FearGreedPoint[]): Promise<void>
  /** Oldest first. */
  readFearGreed(days: number): Promise<FearGreedPoint[]>
  close(): Promise<void>
}

/** Takes the fence for this statement: no row if a newer leader has it. */
const fenced = `with fence as (
  update feed_fence set fence = $1 where fence <= $1 returning fence
)`

const columns = 'symbol, at, venue, open, high, low, close, volume, quote_volume, source, fence'
const replace = `on conflict (symbol, at) do update set
  venue = excluded.venue, open = excluded.open, high = excluded.high, low = excluded.low,
  close = excluded.close, volume = excluded.volume, quote_volume = excluded.quote_volume,
  source = excluded.source, fence = excluded.fence`

const parts = { '1h': { table: tables['1m'], count: 60 }, '1d': { table: tables['1h'], count: 24 } } as const

const selectFence = 'select exists (select from fence) as held'

export function openStore(url: string, onConnectionLost: (error: Error) => void): Store {
  const pool = new pg.Pool({
    connectionString: url,
    max: 6,
    connectionTimeoutMillis: 2000,
    query_timeout: 10_000,
    statement_timeout: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: 'sage-ingest',
  }).on('error', onConnectionLost)

  async function write(text: string, values: unknown[]): Promise<Written> {
    const { rows } = await pool.query<{ held: boolean }>(text, values)
    return rows[0]?.held ? 'written' : 'fenced'
  }

  return {
    async ensurePartitions(fromMs, toMs) {
      await pool.query('select ensure_candle_partitions($1::date, $2::date)', [dayOf(fromMs), dayOf(toMs)])
    },

    writeCandles(interval, candles, fence) {
      const column = (read: (candle: StoredCandle) => string) => candles.map(read)
      return write(
        `${fenced}, written as (
          insert into ${tables[interval]} (${columns})
          select each.*, fence from fence, unnest(
            $2::text[], $3::timestamptz[], $4::text[], $5::numeric[], $6::numeric[], $7::numeric[],
            $8::numeric[], $9::numeric[], $10::numeric[], $11::text[]) as each
          ${replace}
        ) ${selectFence}`,
        [
          fence,
          column((candle) => candle.symbol),
          column(({ atMs }) => new Date(atMs).toISOString()),
          column((candle) => candle.venue),
          column((candle) => candle.open),
          column((candle) => candle.high),
          column((candle) => candle.low),
          column((candle) => candle.close),
          column((candle) => candle.volume),
          column((candle) => candle.quoteVolume),
          column((candle) => candle.source),
        ],
      )
    },

    foldUp(interval, fromMs, toMs, fence) {
      const { table, count } = parts[interval]
      const start = `date_trunc('${interval === '1h' ? 'hour' : 'day'}', at, 'UTC')`
      return write(
        `${fenced}, written as (
          insert into ${tables[interval]} as stored (${columns})
          select symbol, ${start}, (array_agg(venue order by at desc))[1],
            (array_agg(open order by at))[1], max(high), min(low), (array_agg(close order by at desc))[1],
            sum(volume), sum(quote_volume), (array_agg(source order by at desc))[1], min(fence.fence)
          from ${table} part, fence where at >= $2 and at < $3
          group by symbol, ${start} having count(*) = ${count}
          ${replace}
          where (stored.open, stored.high, stored.low, stored.close, stored.volume, stored.quote_volume)
            is distinct from (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume,
              excluded.quote_volume)
        ) ${selectFence}`,
        [fence, new Date(fromMs), new Date(toMs)],
      )
    },

    async holes(interval, fromMs, toMs) {
      const { rows } = await pool.query<{ symbol: CoinSymbol; at: Date }>(
        `select symbol, at from unnest($1::text[]) as symbol,
          generate_series($2::timestamptz, $3::timestamptz - interval '1 ms', $4::interval) as at
        where not exists (
          select from ${tables[interval]} candle where candle.symbol = symbol.symbol and candle.at = at.at)
        order by symbol, at`,
        [coinSymbols, new Date(fromMs), new Date(toMs), `${intervalMs[interval] / 1000} s`],
      )
      return rows.map(({ symbol, at }) => ({ symbol, atMs: at.getTime() }))
    },

    async readCandles(symbol, interval, fromMs, toMs) {
      const { rows } = await pool.query<CandleRow>({
        name: `candles-${interval}`,
        text: `select at, open, high, low, close, volume, quote_volume from ${tables[interval]}
          where symbol = $1 and at >= $2 and at < $3 order by at`,
        values: [symbol, new Date(fromMs), new Date(toMs)],
      })
      return rows.map(({ at, quote_volume: quoteVolume, ...row }) => ({
        atMs: at.getTime(),
        quoteVolume,
        ...row,
      }))
    },

    async writeFearGreed(points) {
      await pool.query(
        `insert into fear_greed (day, value, at)
        select (at at time zone 'UTC')::date, value, at
        from unnest($1::smallint[], $2::timestamptz[]) as point (value, at)
        on conflict (day) do update set value = excluded.value, at = excluded.at
        where (fear_greed.value, fear_greed.at) is distinct from (excluded.value, excluded.at)`,
        [points.map(({ value }) => value), points.map(({ at }) => at)],
      )
    },

    async readFearGreed(days) {
      const { rows } = await pool.query<{ value: number; at: Date }>(
        'select value, at from fear_greed order by day desc limit $1',
        [days],
      )
      return rows.map(({ value, at }) => ({ value, at: at.toISOString() })).reverse()
    },

    close: () => pool.end(),
  }
}

interface CandleRow {
  readonly at: Date
  readonly open: string
  readonly high: string
  readonly low: string
  readonly close: string
  readonly volume: string
  readonly quote_volume: string
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

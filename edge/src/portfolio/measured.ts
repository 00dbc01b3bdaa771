/**
 * A portfolio's fills as two texts, a fill a line: rows of their own, each with the names of its columns, made up most
 * of the time that ten thousand of them took from PostgreSQL to here.
 */
import { CoinSymbol, Confidence, coinSymbols, TradeSide } from '@sage/db/vocabulary'
import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Marks } from './fills.ts'
import type { MeasuredClose, MeasuredEntries, MeasuredTrade } from './ledger.ts'

const Texts = z.object({ trades: z.nullable(z.string()), closes: z.nullable(z.string()) })

/** Both lists in the order in which they were filled. */
export function measuredQuery(portfolioId: string): SQL {
  return sql`
    select (
      select string_agg(concat_ws('|', t.id, ${epochMs(sql`t.created_at`)}, t.quantity, t.entry_price, t.fee, t.marks, t.symbol,
        t.side, s.confidence), E'\n' order by t.created_at)
      from shadow_trades t left join signals s on s.id = t.signal_id
      where t.portfolio_id = ${portfolioId}::uuid
    ) as trades, (
      select string_agg(concat_ws('|', c.id, ${epochMs(sql`c.created_at`)}, c.quantity, c.exit_price, c.fee, c.marks, c.trade_id),
        E'\n' order by c.created_at)
      from shadow_closes c join shadow_trades t on t.id = c.trade_id
      where t.portfolio_id = ${portfolioId}::uuid
    ) as closes`
}

export function measuredOf(row: unknown): MeasuredEntries {
  const { trades, closes } = Texts.parse(row)
  return { trades: linesOf(trades).map(tradeOf), closes: linesOf(closes).map(closeOf) }
}

const epochMs = (at: SQL): SQL => sql`(extract(epoch from ${at}) * 1000)::bigint`

const linesOf = (text: string | null): string[] => (text === null ? [] : text.split('\n'))

function tradeOf(line: string): MeasuredTrade {
  const { fill, rest } = fillOf(line)
  const [symbol, side, confidence] = rest
  return {
    ...fill,
    symbol: CoinSymbol.parse(symbol),
    side: TradeSide.parse(side),
    confidence: confidence === undefined ? null : Confidence.parse(confidence),
  }
}

function closeOf(line: string): MeasuredClose {
  const { fill, rest } = fillOf(line)
  const [tradeId = ''] = rest
  return { ...fill, tradeId }
}

function fillOf(line: string) {
  const [id = '', atMs, quantity = '', price = '', fee = '', marks = '{}', ...rest] = line.split('|')
  return { fill: { id, at: new Date(Number(atMs)), quantity, price, fee, marks: marksOf(marks) }, rest }
}

/** Quicker than a schema, of which this would be ten thousand runs. */
function marksOf(text: string): Marks {
  const told: unknown = JSON.parse(text)
  if (typeof told !== 'object' || told === null) throw new TypeError('marks are no object')
  const prices = new Map<string, unknown>(Object.entries(told))
  const marks: Partial<Record<CoinSymbol, string>> = {}
  for (const symbol of coinSymbols) {
    const price = prices.get(symbol)
    if (typeof price === 'string') marks[symbol] = price
  }
  return marks
}

/** REST candles have the same members on every venue, in another order. */
import type { Candle } from '../market/candle.ts'
import { isDecimal } from './fields.ts'

/** Where a venue keeps each member in its row, and how many ms its unit of time has. */
export interface KlineLayout {
  readonly at: number
  readonly unitMs: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  readonly quoteVolume: number
}

/** The rows of an answer; `undefined` where it is none, and rows that cannot be true are left out. */
export function readRows(body: unknown, layout: KlineLayout): readonly Candle[] | undefined {
  if (!Array.isArray(body)) return undefined
  return body
    .flatMap((row: unknown) => {
      const candle = Array.isArray(row) ? readRow(row, layout) : undefined
      return candle === undefined ? [] : [candle]
    })
    .sort((one, other) => one.atMs - other.atMs)
}

function readRow(row: readonly unknown[], layout: KlineLayout): Candle | undefined {
  const atMs = Number(row[layout.at]) * layout.unitMs
  const open = row[layout.open]
  const high = row[layout.high]
  const low = row[layout.low]
  const close = row[layout.close]
  const volume = row[layout.volume]
  const quoteVolume = row[layout.quoteVolume]
  if (!Number.isSafeInteger(atMs) || atMs <= 0) return undefined
  if (!isDecimal(open) || !isDecimal(high) || !isDecimal(low) || !isDecimal(close)) return undefined
  if (!isDecimal(volume) || !isDecimal(quoteVolume)) return undefined
  const [top, bottom] = [Number(high), Number(low)]
  const inside = [open, close].every((price) => Number(price) >= bottom && Number(price) <= top)
  if (bottom <= 0 || !inside) return undefined
  return { atMs, open, high, low, close, volume, quoteVolume }
}

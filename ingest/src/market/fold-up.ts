/** One longer candle from the shorter ones it is made of. */
import type { Candle } from './candle.ts'
import { decimalOf, units } from './decimal.ts'

/** @param parts oldest first; `undefined` if there are none */
export function foldUp(parts: readonly Candle[], atMs: number): Candle | undefined {
  const [first] = parts
  const last = parts.at(-1)
  if (first === undefined || last === undefined) return undefined
  let { high, low } = first
  let volume = 0n
  let quoteVolume = 0n
  for (const part of parts) {
    if (Number(part.high) > Number(high)) high = part.high
    if (Number(part.low) < Number(low)) low = part.low
    volume += units(part.volume)
    quoteVolume += units(part.quoteVolume)
  }
  const sums = { volume: decimalOf(volume), quoteVolume: decimalOf(quoteVolume) }
  return { atMs, open: first.open, high, low, close: last.close, ...sums }
}

import { type CoinSymbol, coinSymbols } from '@sage/db/vocabulary'
import { Money } from './decimal.ts'

/** Prices are known at least daily; one older than this is missing, not merely old. */
const maxPriceAgeMs = 36 * 3_600_000

/** `[time, price in USDT]`, in any order; the time in ISO-8601 or as Unix time in ms. */
export type PriceSeries = Readonly<
  Partial<Record<CoinSymbol, readonly (readonly [string | number, string])[]>>
>

/** What a coin costs at some moment; `undefined` where nobody knows. */
export type PriceOf = (symbol: CoinSymbol) => Money | undefined

interface Series {
  readonly times: readonly number[]
  readonly texts: readonly string[]
  /** Parsed when first asked for: of a year of prices only a part is. */
  readonly prices: (Money | undefined)[]
}

/** Looks up the newest market price at or before a moment; `undefined` where there is none young enough. */
export class PriceBook {
  readonly #series = new Map<CoinSymbol, Series>()

  constructor(series: PriceSeries) {
    for (const symbol of coinSymbols) {
      const rows = (series[symbol] ?? []).map(([at, price]) => ({
        atMs: typeof at === 'number' ? at : Date.parse(at),
        price,
      }))
      rows.sort((a, b) => a.atMs - b.atMs)
      this.#series.set(symbol, {
        times: rows.map((row) => row.atMs),
        texts: rows.map((row) => row.price),
        prices: [],
      })
    }
  }

  at(symbol: CoinSymbol, atMs: number): Money | undefined {
    const series = this.#series.get(symbol)
    if (!series) return undefined
    const index = newestAtOrBefore(series.times, atMs)
    const time = series.times[index]
    const text = series.texts[index]
    if (time === undefined || text === undefined || atMs - time > maxPriceAgeMs) return undefined
    const price = series.prices[index] ?? new Money(text)
    series.prices[index] = price
    return price
  }
}

/** Index of the last of the ascending `times` that is not after `atMs`; -1 if there is none. */
function newestAtOrBefore(times: readonly number[], atMs: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] ?? Number.POSITIVE_INFINITY) <= atMs) low = middle + 1
    else high = middle
  }
  return low - 1
}

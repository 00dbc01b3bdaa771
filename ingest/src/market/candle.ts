/** A candle as it is stored: one interval of one symbol on one venue. */
import type { CoinSymbol, Venue } from '@sage/db/vocabulary'

/** Prices in USDT, `volume` in the coin, `quoteVolume` in USDT. */
export interface Candle {
  /** Start of the interval, Unix ms. */
  readonly atMs: number
  readonly open: string
  readonly high: string
  readonly low: string
  readonly close: string
  readonly volume: string
  readonly quoteVolume: string
}

export interface StoredCandle extends Candle {
  readonly symbol: CoinSymbol
  readonly venue: Venue
  /** Folded from the live feed, or taken from the venue's own candles. */
  readonly source: 'trades' | 'klines'
}

export const intervalMs = { '1m': 60_000, '1h': 3_600_000, '1d': 86_400_000 } as const

export function startOf(interval: keyof typeof intervalMs, ms: number): number {
  return ms - (ms % intervalMs[interval])
}

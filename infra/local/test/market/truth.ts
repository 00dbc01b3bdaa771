/** What really happened on the replayed Binance, to hold candles against. */
import type { CandleInterval, CoinSymbol } from '@sage/db/vocabulary'
import type { Candle } from '@sage/ingest/contract'
import * as z from 'zod'
import { ready } from '../stack.ts'

export const stepMs: Readonly<Record<CandleInterval, number>> = {
  '1m': 60_000,
  '1h': 3_600_000,
  '1d': 86_400_000,
}

/** As Binance's REST API gives them; the rest of a row is of no concern here. */
const Row = z.tuple(
  [z.number(), z.string(), z.string(), z.string(), z.string(), z.string(), z.number(), z.string()],
  z.unknown(),
)
const mostRows = 1000

/** Candles that start in `[fromMs, toMs)`, at most a thousand a request. */
export async function trueCandles(
  symbol: CoinSymbol,
  interval: CandleInterval,
  fromMs: number,
  toMs: number,
): Promise<Candle[]> {
  const candles: Candle[] = []
  for (let startMs = fromMs; startMs < toMs; startMs += mostRows * stepMs[interval]) {
    const query = new URLSearchParams({
      symbol: `${symbol}USDT`,
      interval,
      startTime: String(startMs),
      endTime: String(toMs - 1),
      limit: String(mostRows),
    })
    const response = await fetch(`${ready().standIns.binance}/api/v3/klines?${query}`)
    if (!response.ok) throw new Error(`klines answered ${response.status}`)
    const rows = z.array(Row).parse(await response.json())
    for (const [atMs, open, high, low, close, volume, , quoteVolume] of rows) {
      candles.push({ at: new Date(atMs).toISOString(), open, high, low, close, volume, quoteVolume })
    }
  }
  return candles
}

/** Decimals without the zeros that say nothing. */
export function comparable(candle: Candle): Candle {
  const plain = (decimal: string) => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal)
  const { at, open, high, low, close, volume, quoteVolume } = candle
  return {
    at: new Date(at).toISOString(),
    open: plain(open),
    high: plain(high),
    low: plain(low),
    close: plain(close),
    volume: plain(volume),
    quoteVolume: plain(quoteVolume),
  }
}

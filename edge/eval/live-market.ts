/** A market that never was, for the live evaluation: a year of candles by a seeded walk, and a portfolio in it. */
import { type CoinSymbol, coinSymbols } from '@sage/db/vocabulary'
import type { Candle, Quote } from '@sage/ingest/contract'
import type { FactSheet } from '../src/facts/fact-sheet.ts'
import { type CoinCandles, factSheet, type PortfolioSummary } from '../src/facts/sheet.ts'

const startPrices: Readonly<Record<CoinSymbol, number>> = {
  BTC: 67_000,
  ETH: 3_100,
  SOL: 180,
  BNB: 610,
  DOGE: 0.38,
  XRP: 1.44,
}
const dayMs = 86_400_000
const steps = { minutes: 60_000, hours: 3_600_000, days: dayMs } as const
const counts = { minutes: 120, hours: 24 * 31, days: 366 } as const

export function liveMarket(now: Date): FactSheet {
  const candles: Partial<Record<CoinSymbol, CoinCandles>> = {}
  for (const symbol of coinSymbols) candles[symbol] = coinCandles(symbol, now)
  const at = now.toISOString()
  const snapshot = {
    at,
    source: 'replay' as const,
    quotes: coinSymbols.map((symbol) => quote(symbol, at)),
    fearGreed: { value: 38, at, yesterday: 41, weekAgo: 55, ageMs: 60_000 },
    feeds: [],
  }
  return factSheet({ snapshot, candles, portfolio: portfolio(at), now })
}

function quote(symbol: CoinSymbol, at: string): Quote {
  const price = startPrices[symbol]
  return {
    symbol,
    price: decimal(price),
    changePercent24h: decimal(((price % 7) - 3) / 1.3),
    high24h: decimal(price * 1.02),
    low24h: decimal(price * 0.97),
    volume24h: decimal(price * 400_000),
    venue: 'binance',
    at,
    ageMs: 400,
    freshness: 'live',
  }
}

/** Walks back from today's price, so that every series ends where the quote stands. */
function coinCandles(symbol: CoinSymbol, now: Date): CoinCandles {
  const series = (kind: keyof typeof steps, size: number): Candle[] => {
    const random = seeded(symbol.charCodeAt(0) * 7919 + counts[kind])
    const candles: Candle[] = []
    let close = startPrices[symbol]
    for (let index = 0; index < counts[kind]; index += 1) {
      const open = close / (1 + (random() - 0.49) * size)
      candles.unshift({
        at: new Date(now.getTime() - (index + 1) * steps[kind]).toISOString(),
        open: decimal(open),
        close: decimal(close),
        high: decimal(Math.max(open, close) * (1 + size / 4)),
        low: decimal(Math.min(open, close) * (1 - size / 4)),
        volume: '1000',
        quoteVolume: decimal(1000 * close),
      })
      close = open
    }
    return candles
  }
  return { minutes: series('minutes', 0.001), hours: series('hours', 0.008), days: series('days', 0.05) }
}

function portfolio(at: string): PortfolioSummary {
  return {
    at,
    value: '10412.35',
    invested: '10000',
    profit: '412.35',
    fees: '12.4',
    returnPercent: '4.12',
    benchmarkPercent: '2.9',
    excessPercent: '1.22',
    winRatePercent: '62.5',
    maxDrawdownPercent: '6.3',
    closedTrades: 8,
    positions: [{ symbol: 'BTC', quantity: '0.05', value: '3350', returnPercent: '5.1' }],
  }
}

function decimal(value: number): string {
  return value.toFixed(value < 10 ? 5 : 2)
}

/** A small linear congruential generator: the market is the same on every run. */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

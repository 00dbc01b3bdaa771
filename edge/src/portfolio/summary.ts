/** A portfolio in the few figures that the mentor may cite. */
import type { Performance } from '../contract/portfolio.ts'
import type { PortfolioSummary } from '../facts/sheet.ts'
import { Money } from './decimal.ts'

/**
 * The return is the time-weighted one, so that it is the benchmark's plus the excess.
 * `undefined` for a portfolio without trades: there is nothing to say about it.
 */
export function summaryOf(performance: Performance): PortfolioSummary | undefined {
  if (performance.trades === 0) return undefined
  const optional = <Name extends string>(name: Name, text: string | null) =>
    text === null ? {} : ({ [name]: text } as Record<Name, string>)
  return {
    at: performance.to,
    ...(performance.stale ? { stale: true } : {}),
    ...optional('value', usdt(performance.value)),
    ...optional('invested', usdt(performance.invested)),
    ...optional('profit', usdt(performance.profit)),
    ...optional('fees', usdt(performance.fees)),
    ...optional('returnPercent', percent(performance.timeWeightedReturn)),
    ...optional('benchmarkPercent', percent(performance.benchmarkReturn)),
    ...optional('excessPercent', percent(performance.excessReturn)),
    ...optional('winRatePercent', percent(performance.winRate)),
    ...optional('maxDrawdownPercent', percent(performance.maxDrawdown)),
    closedTrades: performance.closedTrades,
    positions: performance.byCoin.flatMap((coin) => {
      if (new Money(coin.quantity).isZero()) return []
      return [
        {
          symbol: coin.symbol,
          quantity: coin.quantity,
          ...optional('value', usdt(coin.value)),
          ...optional('returnPercent', percent(coin.return)),
        },
      ]
    }),
  }
}

function usdt(text: string | null): string | null {
  return text === null ? null : new Money(text).toDecimalPlaces(8).toFixed()
}

/** A fraction in percent: 0.0241 is 2.41. */
function percent(text: string | null): string | null {
  return text === null ? null : new Money(text).times(100).toDecimalPlaces(8).toFixed()
}

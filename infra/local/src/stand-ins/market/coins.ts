/** The six coins of the replayed market: where they trade, how they move, how each venue counts them. */

export const coins = ['BTC', 'ETH', 'SOL', 'BNB', 'DOGE', 'XRP'] as const
export type Coin = (typeof coins)[number]
export type VenueName = 'binance' | 'gate'

export interface CoinTraits {
  /** The price in USDT around which the coin wanders. */
  readonly level: number
  /** How far it follows the market as a whole. */
  readonly beta: number
  /** Standard deviation of what it does on its own, a day. */
  readonly ownDailyVolatility: number
  /** Average turnover in USDT a day on the larger venue. */
  readonly dailyTurnover: number
  /** Waves of trades; the same number in every minute, so that trade ids follow one another. */
  readonly wavesPerMinute: number
}

export const traits: Readonly<Record<Coin, CoinTraits>> = {
  BTC: { level: 84_000, beta: 1, ownDailyVolatility: 0.004, dailyTurnover: 1.6e9, wavesPerMinute: 20 },
  ETH: { level: 2_900, beta: 1.25, ownDailyVolatility: 0.013, dailyTurnover: 9e8, wavesPerMinute: 16 },
  SOL: { level: 138, beta: 1.45, ownDailyVolatility: 0.02, dailyTurnover: 3.5e8, wavesPerMinute: 12 },
  BNB: { level: 860, beta: 0.8, ownDailyVolatility: 0.011, dailyTurnover: 1.6e8, wavesPerMinute: 8 },
  DOGE: { level: 0.142, beta: 1.5, ownDailyVolatility: 0.024, dailyTurnover: 1.5e8, wavesPerMinute: 9 },
  XRP: { level: 2.05, beta: 1.1, ownDailyVolatility: 0.018, dailyTurnover: 2.2e8, wavesPerMinute: 10 },
}

/** Decimals of a price and of a quantity, and the venue's share of the turnover. */
export interface Listing {
  readonly priceDecimals: number
  readonly quantityDecimals: number
  readonly share: number
}

export const listings: Readonly<Record<VenueName, Readonly<Record<Coin, Listing>>>> = {
  binance: {
    BTC: { priceDecimals: 2, quantityDecimals: 5, share: 1 },
    ETH: { priceDecimals: 2, quantityDecimals: 4, share: 1 },
    SOL: { priceDecimals: 2, quantityDecimals: 3, share: 1 },
    BNB: { priceDecimals: 2, quantityDecimals: 3, share: 1 },
    DOGE: { priceDecimals: 5, quantityDecimals: 0, share: 1 },
    XRP: { priceDecimals: 4, quantityDecimals: 1, share: 1 },
  },
  gate: {
    BTC: { priceDecimals: 1, quantityDecimals: 6, share: 0.3 },
    ETH: { priceDecimals: 2, quantityDecimals: 4, share: 0.3 },
    SOL: { priceDecimals: 2, quantityDecimals: 3, share: 0.3 },
    BNB: { priceDecimals: 1, quantityDecimals: 3, share: 0.3 },
    DOGE: { priceDecimals: 5, quantityDecimals: 0, share: 0.3 },
    XRP: { priceDecimals: 4, quantityDecimals: 1, share: 0.3 },
  },
}

/** Writes an integer count of 10^-decimals units as a decimal; `pad` adds zeros up to that many decimals. */
export function formatUnits(units: number | bigint, decimals: number, pad = decimals): string {
  const negative = units < 0
  const digits = String(negative ? -units : units).padStart(decimals + 1, '0')
  const whole = decimals === 0 ? digits : digits.slice(0, -decimals)
  const fraction = (decimals === 0 ? '' : digits.slice(-decimals)).padEnd(pad, '0')
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

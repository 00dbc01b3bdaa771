/**
 * 200,000 frames as the venues send them, the same in every process: by turns a ticker of Binance, a ticker of Gate, a
 * trade of Binance, a trade of Gate, one a millisecond.
 */
import { type CoinSymbol, coinSymbols, type Venue } from '@sage/db/vocabulary'

export const frameCount = 200_000
/** Time of the first frame: a full minute. */
export const firstMs = 1_795_510_800_000
export const atMsOf = (index: number) => firstMs + index
export const venueOf = (index: number): Venue => (index % 2 === 0 ? 'binance' : 'gate')

const levels: Readonly<Record<CoinSymbol, number>> = {
  ...{ BTC: 84_000, ETH: 2900, SOL: 138, BNB: 860, DOGE: 0.142, XRP: 2.05 },
}

/** As the venues list them: decimals of a price and of a quantity. */
const decimals: Readonly<Record<CoinSymbol, readonly [price: number, quantity: number]>> = {
  ...{ BTC: [2, 5], ETH: [2, 4], SOL: [2, 3], BNB: [2, 3], DOGE: [5, 0], XRP: [4, 1] },
}

export function makeFrames(): string[] {
  const random = seeded(20_261_124)
  const prices = new Map(coinSymbols.map((symbol) => [symbol, levels[symbol]]))
  return Array.from({ length: frameCount }, (_, index) => {
    const symbol = coinSymbols[Math.floor(random() * coinSymbols.length)] ?? 'BTC'
    const price = (prices.get(symbol) ?? 1) * (1 + (random() - 0.5) / 5000)
    prices.set(symbol, price)
    const quantity = (100 + random() * 1000) / price
    return JSON.stringify(frameOf(index, symbol, price, quantity, random() < 0.5))
  })
}

function frameOf(index: number, symbol: CoinSymbol, price: number, quantity: number, buy: boolean): unknown {
  const ms = atMsOf(index)
  const gate = (channel: string, result: unknown) => {
    return { time: Math.floor(ms / 1000), time_ms: ms, channel, event: 'update', result }
  }
  const [priceDecimals, quantityDecimals] = decimals[symbol]
  // Binance pads with zeros, Gate does not.
  const written = (value: number, places: number) =>
    index % 2 === 0
      ? value
          .toFixed(places)
          .replace(/^(\d+)$/, '$1.')
          .padEnd(value.toFixed(0).length + 9, '0')
      : value.toFixed(places)
  const p = (factor: number) => written(price * factor, priceDecimals)
  const q = written(quantity, quantityDecimals)
  const id = 5_000_000_000 + index
  switch (index % 4) {
    case 0:
      return {
        stream: `${symbol.toLowerCase()}usdt@ticker`,
        data: {
          ...{ e: '24hrTicker', E: ms, s: `${symbol}USDT`, p: p(0.01), P: '1.010', w: p(1), x: p(0.99) },
          ...{ c: p(1), Q: q, b: p(0.99999), B: '1.20000000', a: p(1.00001) },
          ...{ A: '3.10000000', o: p(0.99), h: p(1.02), l: p(0.98), v: '21034.12345000' },
          ...{ q: '1766866369.80000000', O: ms - 86_400_000, C: ms, F: id - 900_000, L: id, n: 900_001 },
        },
      }
    case 1:
      return gate('spot.tickers', {
        ...{ currency_pair: `${symbol}_USDT`, last: p(1), lowest_ask: p(1.00001), highest_bid: p(0.99999) },
        ...{ change_percentage: '1.01', base_volume: '6310.2', quote_volume: '530059910.9' },
        ...{ high_24h: p(1.02), low_24h: p(0.98) },
      })
    case 2:
      return {
        stream: `${symbol.toLowerCase()}usdt@trade`,
        data: {
          ...{ e: 'trade', E: ms, s: `${symbol}USDT`, t: id, p: p(1), q: q, T: ms },
          ...{ m: !buy, M: true },
        },
      }
    default:
      return gate('spot.trades', {
        ...{ id, id_market: id, create_time: Math.floor(ms / 1000), create_time_ms: `${ms}.4578` },
        ...{ side: buy ? 'buy' : 'sell', currency_pair: `${symbol}_USDT`, amount: q },
        ...{ price: p(1), range: `${id}-${id}` },
      })
  }
}

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

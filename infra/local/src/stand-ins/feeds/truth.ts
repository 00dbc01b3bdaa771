/** `GET /__control/candles?symbol=BTC&from=…&to=…`: the exact closed minutes, to hold a candle store against. */
import type { ServerResponse } from 'node:http'
import * as z from 'zod'
import { formatUnits } from '../market/coins.ts'
import { coins, type Market, type VenueName } from '../market-model.ts'
import { sendJson, sentence } from '../server.ts'

const Query = z.object({
  symbol: z.enum(coins),
  /** ISO times or Unix milliseconds; `to` is exclusive. */
  from: z.string().transform(toMs),
  to: z.string().transform(toMs),
})

export async function sendTruth(
  market: Market,
  venue: VenueName,
  url: URL,
  response: ServerResponse,
): Promise<void> {
  const query = Query.safeParse(Object.fromEntries(url.searchParams))
  if (!query.success) {
    sendJson(response, 400, { error: sentence(query.error) })
    return
  }
  const { symbol, from, to } = query.data
  if (Number.isNaN(from) || Number.isNaN(to)) {
    return sendJson(response, 400, { error: 'from and to must be ISO times or Unix milliseconds.' })
  }
  const { priceDecimals, quantityDecimals } = market.tape(venue, symbol).listing
  const closedMs = Math.floor(market.now() / 60_000) * 60_000
  const toMsInclusive = Math.min(to, closedMs) - 1
  const candles = await market.candles(venue, symbol, {
    intervalMs: 60_000,
    fromMs: from,
    toMs: toMsInclusive,
  })
  const price = (units: number) => formatUnits(units, priceDecimals)
  sendJson(response, 200, {
    venue,
    symbol,
    candles: candles.map((candle) => ({
      at: new Date(candle.openMs).toISOString(),
      open: price(candle.open),
      high: price(candle.high),
      low: price(candle.low),
      close: price(candle.close),
      volume: formatUnits(candle.quantity, quantityDecimals),
      quoteVolume: formatUnits(candle.quote, priceDecimals + quantityDecimals),
      trades: candle.trades,
    })),
  })
}

function toMs(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Date.parse(text)
}

import { CoinSymbol, HistoryRange } from '@sage/db/vocabulary'
import { Hono } from 'hono'
import * as z from 'zod'
import { Candles, FearGreedHistory, MarketStreamEvent, Prices, Quote } from '../contract/market.ts'
import { ApiError } from '../errors.ts'
import type { AppEnv } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { available } from '../http/outcome.ts'
import { sseHeaders } from '../http/sse.ts'
import { validate } from '../http/validate.ts'

const SymbolParam = z.object({ symbol: CoinSymbol })
const Range = z.object({ range: z._default(HistoryRange, '24h') })
const Days = z.object({ days: z.coerce.number().int().min(1).max(400).default(30) })

/** `/api/market`: public. */
export const marketRoutes = new Hono<AppEnv>()
  .get('/prices', describe('The prices of all coins, each with venue and age.', Prices), async (c) => {
    c.header('Cache-Control', 'public, max-age=1')
    return c.json(await currentPrices(c.env))
  })
  .get(
    '/prices/:symbol',
    describe('The price of one coin; 503 where there is no recent one.', Quote),
    validate('param', SymbolParam),
    async (c) => {
      const { symbol } = c.req.valid('param')
      const quote = (await currentPrices(c.env)).quotes.find((candidate) => candidate.symbol === symbol)
      // An old price is no price: it is missing, not served with an excuse.
      if (!quote) throw new ApiError('unavailable', { message: 'There is no recent price for this coin.' })
      c.header('Cache-Control', 'public, max-age=1')
      return c.json(quote)
    },
  )
  .get(
    '/history/:symbol',
    describe('Candles of a coin, oldest first.', Candles),
    validate('param', SymbolParam),
    validate('query', Range),
    async (c) => {
      const history = await c.env.market.history(c.req.valid('param').symbol, c.req.valid('query').range)
      c.header('Cache-Control', 'public, max-age=30')
      return c.json(available(history))
    },
  )
  .get(
    '/fear-greed',
    describe('The Fear & Greed index by day, oldest first.', FearGreedHistory),
    validate('query', Days),
    async (c) => {
      const history = available(await c.env.market.fearGreedHistory(c.req.valid('query').days))
      c.header('Cache-Control', 'public, max-age=300')
      return c.json(history)
    },
  )
  .get(
    '/stream',
    describe('Prices as they change, until the reader leaves.', { events: MarketStreamEvent }),
    async (c) => new Response(await c.env.market.stream(), { headers: sseHeaders }),
  )

async function currentPrices(services: AppEnv['Bindings']): Promise<Prices> {
  const prices = await services.market.prices()
  if (!prices) throw new ApiError('unavailable', { retryAfterMs: 2000 })
  return prices
}

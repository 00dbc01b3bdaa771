import { coinSymbols } from '@sage/db/vocabulary'
import { Hono } from 'hono'
import { Health, Status, StatusHistory } from '../contract/status.ts'
import type { AppEnv } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { available } from '../http/outcome.ts'

/** `/api/healthz` (the Worker answers) and `/api/status` (how its parts are, for people). */
export const healthRoutes = new Hono<AppEnv>()
  .get('/healthz', describe('The Worker answers.', Health), (c) => {
    const body: Health = { status: 'ok' }
    return c.json(body)
  })
  .get('/status', describe('How the mentor, the market and its feeds are.', Status), async (c) => {
    const prices = await c.env.market.prices()
    const live = prices?.quotes.filter((quote) => quote.freshness === 'live').length ?? 0
    const body: Status = {
      at: c.env.now().toISOString(),
      mentor: c.env.mentor,
      market: {
        status: prices === undefined ? 'down' : live === coinSymbols.length ? 'up' : 'degraded',
        source: prices?.source ?? null,
        liveQuotes: live,
      },
      feeds: prices?.feeds ?? [],
    }
    c.header('Cache-Control', 'no-store')
    return c.json(body)
  })
  .get('/status/history', describe('What was not well in the last 90 days.', StatusHistory), async (c) => {
    const history: StatusHistory = available(await c.env.statusHistory())
    c.header('Cache-Control', 'public, max-age=60')
    return c.json(history)
  })

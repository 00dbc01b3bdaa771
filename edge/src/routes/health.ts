import { Hono } from 'hono'
import type { AppEnv } from '../http/context.ts'

/** `/api/healthz` (the Worker answers) and `/api/status` (how its parts are, for people). */
export const healthRoutes = new Hono<AppEnv>()
  .get('/healthz', (c) => c.json({ status: 'ok' as const }))
  .get('/status', async (c) => {
    const prices = await c.env.market.prices()
    const live = prices?.quotes.filter((quote) => quote.freshness === 'live').length ?? 0
    const market = prices === undefined ? 'down' : live === 6 ? 'up' : 'degraded'
    c.header('Cache-Control', 'no-store')
    return c.json({
      at: c.env.now().toISOString(),
      mentor: c.env.mentor,
      market: {
        status: market as 'up' | 'degraded' | 'down',
        source: prices?.source ?? null,
        liveQuotes: live,
      },
      feeds: prices?.feeds ?? [],
    })
  })

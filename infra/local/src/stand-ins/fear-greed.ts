/**
 * Stands in for alternative.me's Fear & Greed index: `GET /fng/?limit=N` (0 for all), newest first, 400 days of it.
 * `POST /__control`: `value` is today's index, `values` those of earlier days by how many days ago (`{"7": 20}`);
 * `status`, `malformed`, `empty` and `delayMs` make it fail.
 */
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import { createMarket, type Market } from './market-model.ts'
import { type ListenOptions, listen, sendJson } from './server.ts'

const dayMs = 86_400_000
const daysOfHistory = 400
const Index = z.number().int().min(0).max(100)

const Settings = z.strictObject({
  status: z.number().int().min(0).max(599),
  malformed: z.boolean(),
  empty: z.boolean(),
  delayMs: z.number().int().min(0),
})
type Settings = z.infer<typeof Settings>
const normal: Settings = { status: 0, malformed: false, empty: false, delayMs: 0 }

const Patch = z.strictObject({
  ...Settings.partial().shape,
  value: Index.optional(),
  values: z.record(z.string().regex(/^\d{1,3}$/, 'a number of days ago, such as "7"'), Index).optional(),
  reset: z.boolean().optional(),
})

export interface FearGreedOptions extends ListenOptions {
  readonly seed?: string
  readonly market?: Market
  readonly now?: () => number
}

export interface FearGreedStandIn {
  /** Base URL; the index is at `/fng/`. */
  readonly url: string
  close(): Promise<void>
}

export async function startFearGreed(options: FearGreedOptions): Promise<FearGreedStandIn> {
  const market = options.market ?? createMarket(options.seed, options.now)
  const given = new Map<number, number>()
  let settings = normal
  let requests = 0
  const today = () => Math.floor(market.now() / dayMs)
  const indexOf = (day: number) => given.get(day) ?? market.mood(day)

  const listening = await listen(
    options,
    {
      patch: Patch,
      inspect: () => ({ settings, requests, today: indexOf(today()), given: Object.fromEntries(given) }),
      apply({ value, values = {}, reset, ...patch }) {
        settings = { ...(reset ? normal : settings), ...patch }
        if (reset) given.clear()
        if (value !== undefined) given.set(today(), value)
        for (const [daysAgo, index] of Object.entries(values)) given.set(today() - Number(daysAgo), index)
      },
    },
    async (_request, response, url) => {
      requests += 1
      if (settings.delayMs > 0) await pause(settings.delayMs)
      if (settings.status > 0) {
        sendJson(response, settings.status, { error: 'unavailable' })
        return
      }
      if (settings.malformed) {
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end('<html><body>Just a moment...</body></html>')
        return
      }
      if (!/^\/fng\/?$/.test(url.pathname)) {
        sendJson(response, 404, { error: 'not found' })
        return
      }
      sendJson(response, 200, index(url.searchParams.get('limit') ?? '1'))
    },
  )

  function index(limit: string) {
    const asked = Number(limit)
    const name = 'Fear and Greed Index'
    if (!Number.isInteger(asked) || asked < 0) {
      return { name, data: [], metadata: { error: 'Invalid parameter: limit must be a number' } }
    }
    const count = settings.empty ? 0 : Math.min(asked === 0 ? daysOfHistory : asked, daysOfHistory)
    const newest = today()
    const data = Array.from({ length: count }, (_, daysAgo) => {
      const value = indexOf(newest - daysAgo)
      return {
        value: String(value),
        value_classification: classify(value),
        timestamp: String(((newest - daysAgo) * dayMs) / 1000),
        ...(daysAgo === 0
          ? { time_until_update: String(Math.floor(((newest + 1) * dayMs - market.now()) / 1000)) }
          : {}),
      }
    })
    return { name, data, metadata: { error: null } }
  }

  return { url: `http://${listening.host}`, close: () => listening.close() }
}

function classify(value: number): string {
  if (value < 25) return 'Extreme Fear'
  if (value < 46) return 'Fear'
  if (value < 55) return 'Neutral'
  if (value < 76) return 'Greed'
  return 'Extreme Greed'
}

/**
 * Stands in for Discord's webhooks: `POST /api/webhooks/:id/:token`, with the real limits of rate and of size. Two
 * webhooks are there: `1/market` and `2/ops`.
 *
 * `GET /__control` shows the messages in the order they were taken and how often the limit was hit. `POST /__control`:
 * `status` answers so to everything, `delayMs` is how long an answer takes, `hang` takes a message and never answers,
 * `limit` and `windowMs` are those of the bucket, `forget` empties the list, `reset` behaves again.
 */
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import { createBucket, WebhookMessage } from './discord/limits.ts'
import { type ListenOptions, listen, parseJson, readBody, sendJson } from './server.ts'

const Settings = z.strictObject({
  status: z.number().int().min(0).max(599),
  delayMs: z.number().int().min(0),
  hang: z.boolean(),
  limit: z.number().int().min(1),
  windowMs: z.number().int().min(1),
})
type Settings = z.infer<typeof Settings>
const normal: Settings = { status: 0, delayMs: 0, hang: false, limit: 5, windowMs: 2000 }

const Patch = z.strictObject({
  ...Settings.partial().shape,
  forget: z.boolean().optional(),
  reset: z.boolean().optional(),
})

export interface ReceivedPost {
  readonly webhook: string
  readonly message: WebhookMessage
  readonly atMs: number
}

export interface DiscordStandIn {
  readonly url: string
  close(): Promise<void>
}

const webhooks = new Set(['1/market', '2/ops'])

export async function startDiscord(
  options: ListenOptions & { readonly now?: () => number },
): Promise<DiscordStandIn> {
  const nowMs = options.now ?? Date.now
  let settings = normal
  let received: ReceivedPost[] = []
  const counts = { requests: 0, limited: 0, refused: 0 }
  const buckets = new Map<string, ReturnType<typeof createBucket>>()
  const bucketOf = (webhook: string) => {
    const known = buckets.get(webhook) ?? createBucket(settings.limit, settings.windowMs, nowMs)
    buckets.set(webhook, known)
    return known
  }

  const listening = await listen(
    options,
    {
      patch: Patch,
      inspect: () => ({ settings, counts, received }),
      apply({ forget, reset, ...patch }) {
        settings = { ...(reset ? normal : settings), ...patch }
        buckets.clear()
        if (forget) received = []
      },
    },
    async (request, response, url) => {
      const webhook = /^\/api\/webhooks\/(\d+\/\w+)$/.exec(url.pathname)?.[1]
      if (request.method !== 'POST' || webhook === undefined || !webhooks.has(webhook)) {
        return sendJson(response, 404, { message: 'Unknown Webhook', code: 10015 })
      }
      counts.requests += 1
      const body = parseJson(await readBody(request))
      if (settings.delayMs > 0) await pause(settings.delayMs)
      if (settings.status > 0) return sendJson(response, settings.status, { message: 'as ordered', code: 0 })
      const bucket = bucketOf(webhook)
      const { ok, remaining, resetAfterS } = bucket.take()
      const headers = {
        'x-ratelimit-bucket': webhook,
        'x-ratelimit-limit': String(bucket.limit),
        'x-ratelimit-remaining': String(remaining),
        'x-ratelimit-reset-after': resetAfterS.toFixed(3),
        'x-ratelimit-reset': (nowMs() / 1000 + resetAfterS).toFixed(3),
      }
      if (!ok) {
        counts.limited += 1
        const limited = { message: 'You are being rate limited.', retry_after: resetAfterS, global: false }
        return sendJson(response, 429, limited, {
          ...headers,
          'retry-after': String(Math.ceil(resetAfterS)),
          'x-ratelimit-scope': 'user',
        })
      }
      const message = WebhookMessage.safeParse(body)
      if (!message.success) {
        counts.refused += 1
        return sendJson(
          response,
          400,
          { message: 'Invalid Form Body', code: 50035, errors: message.error.issues },
          headers,
        )
      }
      received.push({ webhook, message: message.data, atMs: nowMs() })
      if (settings.hang) return
      if (url.searchParams.get('wait') === 'true') {
        return sendJson(response, 200, { id: String(received.length), type: 0, ...message.data }, headers)
      }
      response.writeHead(204, headers).end()
    },
  )
  return { url: `http://${listening.host}`, close: () => listening.close() }
}

/**
 * Stands in for a push service (RFC 8030) and for the browsers behind it. `POST /subscribe` makes a browser (`?count=N`:
 * many) and answers with its subscription; `POST /push/:id` is where a message for it goes, which is decrypted with that
 * browser's keys by a library of its own and kept.
 *
 * `GET /__control?browser=ID` shows what arrived. `POST /__control`: `status` answers so to the next `times` messages
 * (to all where absent), with `retryAfter` as its header; `delayMs` is how long an answer takes; `hang` takes messages
 * and never answers; `redirect` answers 307 to that address; `drop` lists browsers that are gone (410); `forget` empties
 * the list of what arrived; `reset` behaves again.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import { type Browser, newBrowser } from './push/browser.ts'
import { objectionTo } from './push/vapid.ts'
import { type ListenOptions, listen, sendJson } from './server.ts'

const Settings = z.strictObject({
  status: z.number().int().min(0).max(599),
  times: z.number().int().min(0),
  retryAfter: z.string(),
  delayMs: z.number().int().min(0),
  hang: z.boolean(),
  redirect: z.string(),
})
type Settings = z.infer<typeof Settings>
const normal: Settings = { status: 0, times: 0, retryAfter: '', delayMs: 0, hang: false, redirect: '' }

const Patch = z.strictObject({
  ...Settings.partial().shape,
  drop: z.array(z.string()).optional(),
  forget: z.boolean().optional(),
  reset: z.boolean().optional(),
})

/** A message that was taken. */
export interface ReceivedPush {
  readonly browser: string
  readonly payload: unknown
  readonly topic: string | undefined
  readonly urgency: string | undefined
  readonly ttl: number
  /** Unix time in ms, when its decrypted text was there. */
  readonly atMs: number
}

/** Kept for `GET /__control`; more are counted only. */
const mostKept = 20_000
/** Octets that a push service must take (RFC 8030, section 7.2). */
const largest = 4096

export interface PushStandIn {
  readonly url: string
  close(): Promise<void>
}

export async function startPush(options: ListenOptions): Promise<PushStandIn> {
  const browsers = new Map<string, Browser>()
  const gone = new Set<string>()
  let settings = normal
  let left = Number.POSITIVE_INFINITY
  let received: ReceivedPush[] = []
  const counts = { requests: 0, taken: 0, refused: 0, failed: 0 }
  let base = ''

  const listening = await listen(
    options,
    {
      patch: Patch,
      inspect: () => ({ settings, counts, browsers: browsers.size, gone: [...gone], received }),
      apply({ drop = [], forget, reset, ...patch }) {
        settings = { ...(reset ? normal : settings), ...patch }
        left = patch.times ?? (patch.status === undefined && !reset ? left : Number.POSITIVE_INFINITY)
        for (const id of drop) gone.add(id)
        if (forget) received = []
      },
    },
    async (request, response, url) => {
      if (request.method !== 'POST') return sendJson(response, 405, { error: 'Use POST.' })
      if (url.pathname === '/subscribe')
        return subscribe(response, Number(url.searchParams.get('count') ?? 1))
      const id = /^\/push\/([\w-]+)$/.exec(url.pathname)?.[1]
      if (id === undefined) return sendJson(response, 404, { error: 'There is no such resource.' })
      counts.requests += 1
      await take(id, request, response)
    },
  )
  base = `http://${listening.host}`

  function subscribe(response: ServerResponse, count: number): void {
    const made = Array.from({ length: Math.min(Math.max(count, 1), mostKept) }, () => newBrowser(base))
    for (const browser of made) browsers.set(browser.id, browser)
    sendJson(response, 201, { subscriptions: made.map(({ subscription }) => subscription) })
  }

  async function take(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request)
    const answer = (status: number, headers: Record<string, string> = {}) => {
      if (status >= 500 || status === 429) counts.failed += 1
      else if (status >= 300) counts.refused += 1
      response.writeHead(status, headers).end()
    }
    if (settings.delayMs > 0) await pause(settings.delayMs)
    if (settings.redirect !== '') return answer(307, { location: settings.redirect })
    if (settings.status > 0 && left > 0) {
      left -= 1
      return answer(settings.status, settings.retryAfter === '' ? {} : { 'retry-after': settings.retryAfter })
    }
    const browser = browsers.get(id)
    if (browser === undefined || gone.has(id)) return answer(410)
    const header = (name: string) => {
      const value = request.headers[name]
      return typeof value === 'string' ? value : undefined
    }
    const topic = header('topic')
    const ttl = header('ttl')
    if (body === undefined || body.length > largest) return answer(413)
    if (header('content-encoding') !== 'aes128gcm' || ttl === undefined || !/^\d+$/.test(ttl))
      return answer(400)
    if (topic !== undefined && !/^[\w-]{1,32}$/.test(topic)) return answer(400)
    if ((await objectionTo(header('authorization'), base)) !== undefined) return answer(403)
    let payload: unknown
    try {
      payload = JSON.parse(browser.decrypt(body))
    } catch {
      return answer(400)
    }
    counts.taken += 1
    if (received.length < mostKept) {
      received.push({
        browser: id,
        payload,
        topic,
        urgency: header('urgency'),
        ttl: Number(ttl),
        atMs: Date.now(),
      })
    }
    if (settings.hang) return
    response.writeHead(201, { location: `${base}/message/${counts.taken}` }).end()
  }

  return { url: base, close: () => listening.close() }
}

/** `undefined` where it is larger than any message may be. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue
    size += chunk.length
    if (size <= 2 * largest) chunks.push(chunk)
  }
  return size > 2 * largest ? undefined : Buffer.concat(chunks)
}
